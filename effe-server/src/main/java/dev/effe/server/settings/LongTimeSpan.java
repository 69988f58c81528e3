package dev.effe.server.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations that may be days, both bounds included: {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}. */
record LongTimeSpan(String min, String max) implements ValueType<Duration> {

    @Override
    public @Nullable Duration parse(String text) {
        long millis = millis(text);
        return millis < millis(min) || millis > millis(max) ? null : Duration.ofMillis(millis);
    }

    private static long millis(String text) {
        return Digits.withUnit(text, LongTimeSpan::unitMillis);
    }

    private static long unitMillis(String name) {
        return switch (name) {
            case "", "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> 0;
        };
    }

    @Override
    public String allowed() {
        return "from " + min + " to " + max;
    }

    @Override
    public String form() {
        return "written like 30s, 5m, 2h or 7d";
    }

    @Override
    public String placeholder() {
        return "<duration>";
    }
}
