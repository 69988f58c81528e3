package dev.effe.server.settings;

import org.jspecify.annotations.Nullable;

/** Sizes in bytes, both bounds included: {@code 65536}, {@code 64KiB}, {@code 6MiB}, {@code 1GiB}, {@code 64k}. */
public record ByteSize(String min, String max) implements ValueType<Integer> {

    @Override
    public @Nullable Integer parse(String text) {
        long bytes = bytes(text);
        return bytes < bytes(min) || bytes > bytes(max) ? null : (int) bytes;
    }

    /** The bytes, or -1 if the text is no size that this Java can count. */
    static long bytes(String text) {
        return Digits.withUnit(text, ByteSize::unit);
    }

    private static long unit(String name) {
        return switch (name) {
            case "" -> 1;
            case "KiB", "k", "K" -> 1L << 10;
            case "MiB", "m", "M" -> 1L << 20;
            case "GiB", "g", "G" -> 1L << 30;
            default -> 0;
        };
    }

    @Override
    public String allowed() {
        return "from " + min + " to " + max;
    }

    @Override
    public String form() {
        return "written like 65536, 64KiB or 6MiB";
    }

    @Override
    public String placeholder() {
        return "<size>";
    }
}
