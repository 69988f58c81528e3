package dev.effe.server.app.yaml;

import dev.effe.server.settings.Digits;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of text. Immutable.
 *
 * @param parse the value of a text, or null if it has none that is allowed
 * @param allowed what is allowed, to follow "must be"
 */
public record Kind<T>(Function<String, @Nullable T> parse, String allowed) {

    /** Whole numbers in decimal, both bounds included. */
    public static Kind<Integer> number(int min, int max) {
        return new Kind<>(
                text -> {
                    long number = Digits.parse(text);
                    return number < min || number > max ? null : (Integer) (int) number;
                },
                "from " + min + " to " + max);
    }

    /** Durations, with a unit: {@code 7d}. */
    public static Kind<Duration> duration(String min, String max) {
        long least = Digits.withUnit(min, Kind::millis);
        long most = Digits.withUnit(max, Kind::millis);
        return new Kind<>(
                text -> {
                    long millis = Digits.withUnit(text, Kind::millis);
                    return millis < least || millis > most ? null : Duration.ofMillis(millis);
                },
                "from " + min + " to " + max + ", written like 500ms, 5s, 2m, 1h or 7d");
    }

    /** Sizes in bytes: {@code 64KiB}. */
    public static Kind<Integer> size(String min, String max) {
        long least = Digits.withUnit(min, Kind::bytes);
        long most = Digits.withUnit(max, Kind::bytes);
        return new Kind<>(
                text -> {
                    long bytes = Digits.withUnit(text, Kind::bytes);
                    return bytes < least || bytes > most ? null : (Integer) (int) bytes;
                },
                "from " + min + " to " + max + ", written like 65536, 64KiB or 6MiB");
    }

    private static long bytes(String unit) {
        return switch (unit) {
            case "" -> 1;
            case "KiB" -> 1 << 10;
            case "MiB" -> 1 << 20;
            case "GiB" -> 1 << 30;
            default -> 0;
        };
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> 0;
        };
    }

    /** Text that matches as a whole. */
    public static Kind<String> matching(String regex, String allowed) {
        Pattern pattern = Pattern.compile(regex);
        return new Kind<>(text -> pattern.matcher(text).matches() ? text : null, allowed);
    }

    /** One of some words. */
    public static Kind<String> oneOf(String... words) {
        return new Kind<>(text -> List.of(words).contains(text) ? text : null, either(words));
    }

    private static String either(String... words) {
        int last = words.length - 1;
        return last == 0 ? words[0] : String.join(", ", List.of(words).subList(0, last)) + " or " + words[last];
    }

    /** The same, or a text with a value of its own. */
    public Kind<T> or(String word, T value) {
        return new Kind<>(text -> text.equals(word) ? value : parse.apply(text), word + " or " + allowed);
    }
}
