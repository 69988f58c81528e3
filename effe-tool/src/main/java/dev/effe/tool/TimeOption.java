package dev.effe.tool;

import dev.effe.server.settings.UsageException;
import dev.effe.server.settings.ValueType;
import java.time.Duration;

/** Reads options whose value is a time. Stateless. */
public final class TimeOption {

    private TimeOption() {}

    /**
     * Reads one.
     *
     * @param option its name, such as {@code --since}
     * @throws UsageException if it is not allowed
     */
    public static Duration parse(String option, ValueType<Duration> type, String text) {
        Duration time = type.parse(text);
        if (time == null) {
            throw new UsageException(
                    option + " must be " + type.allowed() + ", " + type.form() + ", but was \"" + text + "\"");
        }
        return time;
    }
}
