package dev.effe.server.cli;

import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The environment variables: {@code EFFE_MAX_CONTEXTS}, and as platforms give them: {@code PORT}, {@code _HANDLER}
 * and {@code AWS_LAMBDA_FUNCTION_NAME}. */
final class Environment {

    private static final String PREFIX = "EFFE_";

    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * Checks the names.
     *
     * @throws UsageException if one begins with {@code EFFE_} and is no setting
     */
    static Environment of(Map<String, String> variables) {
        TreeSet<String> unknown = new TreeSet<>();
        for (String variable : variables.keySet()) {
            if (variable.startsWith(PREFIX) && !ServiceLinks.contain(variable, variables)) {
                unknown.add(variable);
            }
        }
        for (Setting<?> setting : SettingsTable.all()) {
            if (setting.inEnvironment()) {
                unknown.remove(setting.variable());
            }
        }
        if (!unknown.isEmpty()) {
            throw Unknown.variable(unknown.first());
        }
        return new Environment(variables);
    }

    /** What is given for a setting, or null. */
    @Nullable Given find(Setting<?> setting) {
        if (!setting.inEnvironment()) {
            return null;
        }
        Given given = find(setting.variable());
        String alias = given == null ? alias(setting) : null;
        return alias == null ? given : find(alias);
    }

    /** What platforms call it, or null. */
    private static @Nullable String alias(Setting<?> setting) {
        if (SettingsTable.PORT.equals(setting)) {
            return "PORT";
        }
        if (SettingsTable.FUNCTION_NAME.equals(setting)) {
            return "AWS_LAMBDA_FUNCTION_NAME";
        }
        return SettingsTable.HANDLER.equals(setting) ? "_HANDLER" : null;
    }

    private @Nullable Given find(String variable) {
        String text = variables.get(variable);
        if (text == null || ServiceLinks.contain(variable, variables)) {
            return null;
        }
        return new Given(text, Origin.environment(variable));
    }
}
