package dev.effe.server.settings;

import org.jspecify.annotations.Nullable;

/** Whole numbers in decimal, both bounds included. */
record IntegerRange(String placeholder, int min, int max) implements ValueType<Integer> {

    @Override
    public @Nullable Integer parse(String text) {
        long number = Digits.parse(text);
        return number < min || number > max ? null : (int) number;
    }

    @Override
    public String allowed() {
        return "from " + min + " to " + max;
    }
}
