package dev.effe.host.api;

import dev.effe.server.invoke.InvokeException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against the service model, and tells of all that fail at once, as AWS does. A value that is null passes
 * all checks but one. Confined to one thread.
 */
final class Constraints {

    private final List<String> failures = new ArrayList<>();

    /** Fails if a value is missing. */
    void required(@Nullable Object value, String member) {
        if (value == null) {
            failures.add("Value null at '" + member + "' failed to satisfy constraint: Member must not be null");
        }
    }

    void length(@Nullable String value, String member, int min, int max) {
        if (value == null) {
            return;
        }
        int length = value.codePointCount(0, value.length());
        if (length > max) {
            add(value, member, "Member must have length less than or equal to " + max);
        }
        if (length < min) {
            add(value, member, "Member must have length greater than or equal to " + min);
        }
    }

    /** @param shown the pattern as the model has it, if Java writes it differently */
    void pattern(@Nullable String value, String member, Pattern pattern, String shown) {
        if (value != null && !pattern.matcher(value).matches()) {
            add(value, member, "Member must satisfy regular expression pattern: " + shown);
        }
    }

    void pattern(@Nullable String value, String member, Pattern pattern) {
        pattern(value, member, pattern, pattern.pattern());
    }

    void range(@Nullable Number value, String member, long min, long max) {
        if (value == null) {
            return;
        }
        if (value.longValue() > max) {
            add(value, member, "Member must have value less than or equal to " + max);
        }
        if (value.longValue() < min) {
            add(value, member, "Member must have value greater than or equal to " + min);
        }
    }

    void oneOf(@Nullable String value, String member, List<String> allowed) {
        if (value != null && !allowed.contains(value)) {
            add(value, member, "Member must satisfy enum value set: [" + String.join(", ", allowed) + "]");
        }
    }

    void add(Object value, String member, String constraint) {
        failures.add("Value '" + value + "' at '" + member + "' failed to satisfy constraint: " + constraint);
    }

    /**
     * Ends the checks.
     *
     * @throws InvokeException if one has failed
     */
    void check() throws InvokeException {
        if (!failures.isEmpty()) {
            throw InvokeException.user(
                    "ValidationException",
                    400,
                    failures.size() + " validation error" + (failures.size() == 1 ? "" : "s") + " detected: "
                            + String.join("; ", failures));
        }
    }
}
