package dev.effe.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads the command lines of the programs. A value that is not allowed is an IllegalArgumentException that says why.
 */
public final class Arguments {

    private Arguments() {}

    /** Hands on each option with its value; those of {@code flags} have none, and get an empty one. */
    public static void read(List<String> arguments, Set<String> flags, BiConsumer<String, String> set) {
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (flags.contains(name)) {
                set.accept(name, "");
            } else if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " is unknown or has no value");
            } else {
                i++;
                set.accept(name, arguments.get(i));
            }
        }
    }

    public static int number(String name, String value, int min, int max) {
        int number = Integer.parseInt(value);
        if (number < min || number > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", but was " + value);
        }
        return number;
    }

    /** The constants that a list names, in any case, with commas between them. */
    public static <E extends Enum<E>> List<E> constants(Class<E> type, String names) {
        List<E> named = new ArrayList<>();
        for (String name : names.split(",")) {
            named.add(Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
        }
        return named;
    }
}
