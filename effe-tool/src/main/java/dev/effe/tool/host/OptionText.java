package dev.effe.tool.host;

import dev.effe.server.settings.UsageException;
import dev.effe.server.settings.ValueType;

/** Reads the texts of options, as those of settings are read. */
final class OptionText {

    private OptionText() {}

    /** @throws UsageException if it is not of the type */
    static <T> T value(String option, ValueType<T> type, String text) {
        T value = type.parse(text);
        if (value == null) {
            throw new UsageException(
                    option + " must be " + type.allowed() + ", " + type.form() + ", but was \"" + text + "\"");
        }
        return value;
    }

    /** @throws UsageException if it does not match */
    static String matching(String option, String pattern, String allowed, String text) {
        if (!text.matches(pattern)) {
            throw new UsageException(option + " must be " + allowed + ", but was \"" + text + "\"");
        }
        return text;
    }
}
