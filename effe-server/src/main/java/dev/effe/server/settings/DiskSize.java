package dev.effe.server.settings;

import org.jspecify.annotations.Nullable;

/** Sizes of what is not in memory, in bytes, both bounds included: as {@link ByteSize}, but without its end. */
record DiskSize(String min, String max) implements ValueType<Long> {

    @Override
    public @Nullable Long parse(String text) {
        long bytes = ByteSize.bytes(text);
        return bytes < ByteSize.bytes(min) || bytes > ByteSize.bytes(max) ? null : bytes;
    }

    @Override
    public String allowed() {
        return "from " + min + " to " + max;
    }

    @Override
    public String form() {
        return "written like 65536, 64MiB or 6GiB";
    }

    @Override
    public String placeholder() {
        return "<size>";
    }
}
