package dev.effe.server.settings;

import org.jspecify.annotations.Nullable;

/** A part of the heap, in bytes: {@code 25%}, or {@code 64MiB} if that is no more than three quarters of it. */
public record HeapShare() implements ValueType<Long> {

    private static final String LEAST = "1MiB";
    private static final int MOST_PERCENT = 75;

    @Override
    public @Nullable Long parse(String text) {
        boolean percent = text.endsWith("%");
        long bytes = percent ? share(Digits.parse(text.substring(0, text.length() - 1))) : ByteSize.bytes(text);
        boolean enough = percent ? bytes > 0 : bytes >= ByteSize.bytes(LEAST);
        return enough && bytes <= share(MOST_PERCENT) ? bytes : null;
    }

    private static long share(long percent) {
        return percent < 0 || percent > MOST_PERCENT ? -1 : Runtime.getRuntime().maxMemory() / 100 * percent;
    }

    @Override
    public String allowed() {
        return "from 1% to " + MOST_PERCENT + "% of the heap, or from " + LEAST;
    }

    @Override
    public String form() {
        return "written like 25% or 64MiB (the heap has " + Runtime.getRuntime().maxMemory() / (1 << 20) + "MiB)";
    }

    @Override
    public String placeholder() {
        return "<share>";
    }
}
