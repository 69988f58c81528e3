package dev.effe.server.function;

import java.util.Collection;

/** Writes class names for messages. */
final class Names {

    private static final int MOST = 10;

    private Names() {}

    /** {@code a, b and 3 more}. */
    static String list(Collection<String> names) {
        String first = String.join(", ", names.stream().limit(MOST).toList());
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
