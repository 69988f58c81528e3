package dev.effe.server.settings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One of the constants of an enum, written in lower case, words with a dash between them. */
record Choice<E extends Enum<E>>(String placeholder, List<E> constants) implements ValueType<E> {

    @Override
    public @Nullable E parse(String text) {
        for (E constant : constants) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        return null;
    }

    @Override
    public String allowed() {
        StringBuilder words = new StringBuilder(word(constants.get(0)));
        int last = constants.size() - 1;
        for (E constant : constants.subList(1, last)) {
            words.append(", ").append(word(constant));
        }
        return words.append(" or ").append(word(constants.get(last))).toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
