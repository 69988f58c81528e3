package dev.effe.tool.trace;

import java.util.Locale;

/** Times as people read them: three digits that count, in microseconds, milliseconds or seconds. Stateless. */
final class Millis {

    private Millis() {}

    static String of(long nanos) {
        if (nanos < 1_000_000) {
            return nanos / 1_000 + " us";
        }
        return nanos < 1_000_000_000 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
    }

    private static String digits(double value) {
        String form = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, form, value);
    }
}
