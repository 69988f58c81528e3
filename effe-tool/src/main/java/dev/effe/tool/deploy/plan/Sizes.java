package dev.effe.tool.deploy.plan;

import java.util.Locale;

/** Writes sizes and times for people. Stateless. */
public final class Sizes {

    private Sizes() {}

    /** Such as {@code 782 B}, {@code 3.4kB}, {@code 1.4MB}; a kilobyte has 1,000 bytes. */
    public static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1fkB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1fMB", bytes / 1e6);
    }

    /** Such as {@code 41ms}, {@code 3.2s}. */
    public static String time(long nanos) {
        long millis = nanos / 1_000_000;
        return millis < 10_000 ? millis + "ms" : String.format(Locale.ROOT, "%.1fs", millis / 1e3);
    }
}
