package dev.effe.server.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value, or a word for none: {@code off}, or nothing at all. */
record OptionalValue<T>(String none, ValueType<T> type) implements ValueType<Optional<T>> {

    static <T> OptionalValue<T> orOff(ValueType<T> type) {
        return new OptionalValue<>("off", type);
    }

    static <T> OptionalValue<T> orEmpty(ValueType<T> type) {
        return new OptionalValue<>("", type);
    }

    @Override
    @SuppressWarnings("NullableOptional") // Null is "not allowed" for every type; empty is "none".
    public @Nullable Optional<T> parse(String text) {
        if (text.equals(none)) {
            return Optional.empty();
        }
        T value = type.parse(text);
        return value == null ? null : Optional.of(value);
    }

    @Override
    public String allowed() {
        return (none.isEmpty() ? "empty" : none) + " or " + type.allowed();
    }

    @Override
    public String form() {
        return type.form();
    }

    @Override
    public String placeholder() {
        return type.placeholder();
    }
}
