package dev.effe.server.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations, both bounds included: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}; a plain number is in seconds. */
record TimeSpan(String min, String max) implements ValueType<Duration> {

    @Override
    public @Nullable Duration parse(String text) {
        long millis = millis(text);
        return millis < millis(min) || millis > millis(max) ? null : Duration.ofMillis(millis);
    }

    /** The milliseconds, or -1 if the text is no duration or too long for any bound. */
    private static long millis(String text) {
        return Digits.withUnit(text, TimeSpan::unitMillis);
    }

    private static long unitMillis(String name) {
        return switch (name) {
            case "ms" -> 1;
            case "", "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
        };
    }

    @Override
    public String allowed() {
        return "from " + min + " to " + max;
    }

    @Override
    public String form() {
        return "written like 500ms, 5s, 2m or 1h";
    }

    @Override
    public String placeholder() {
        return "<duration>";
    }
}
