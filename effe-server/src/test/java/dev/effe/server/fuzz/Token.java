package dev.effe.server.fuzz;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one stream of a run, written into all that the stream sends: it tells whose bytes come back. No mutation
 * makes another stream's token of it, but by a chance of 1 to 2^32.
 */
final class Token {

    /** Stands for the token in a {@link Corpus}; as long as every token. */
    static final String PLACEHOLDER = "tTTTTTTTTTTTTTTTT";

    private static final Pattern TOKEN = Pattern.compile("t([0-9a-f]{8})([0-9a-f]{8})");

    private Token() {}

    static String of(long seed, int number) {
        return "t%08x%08x".formatted(number, check(seed, number));
    }

    private static int check(long seed, int number) {
        return (int) (mix(seed, number) >>> 32);
    }

    /** A number that is spread over all longs, and the same each time. */
    static long mix(long seed, int number) {
        long z = seed * 0x9E3779B97F4A7C15L + number * 0xD1B54A32D192ED03L + 1;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The streams whose tokens are in a text. */
    static Set<Integer> numbersIn(String text, long seed) {
        Set<Integer> numbers = new LinkedHashSet<>();
        Matcher tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            int number = Integer.parseUnsignedInt(tokens.group(1), 16);
            if (Integer.parseUnsignedInt(tokens.group(2), 16) == check(seed, number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
