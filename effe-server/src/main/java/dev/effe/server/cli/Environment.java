package dev.effe.server.cli;

import dev.effe.server.settings.Display;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.Origin;
import dev.effe.server.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables: {@code EFFE_MAX_CONTEXTS}, and as platforms give them: {@code PORT}, {@code _HANDLER} and
 * {@code AWS_LAMBDA_FUNCTION_NAME}. An environment is shared, so that a name in it that is no setting is no error.
 */
record Environment(Map<String, String> variables) {

    private static final String PREFIX = "EFFE_";

    /** The value by which Kubernetes tells of a Service, also of one that is called "effe" or "redis". */
    private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    Environment {
        variables = Map.copyOf(variables);
    }

    /** The value that is given for a setting, or null. */
    @Nullable Given find(Setting<?> setting) {
        if (!setting.inEnvironment()) {
            return null;
        }
        Given given = find(setting.variable());
        String alias = given == null ? alias(setting) : null;
        return alias == null ? given : find(alias);
    }

    /** The name that platforms have for it, or null. */
    private static @Nullable String alias(Setting<?> setting) {
        return switch (setting.name()) {
            case "port" -> "PORT";
            case "function-name" -> "AWS_LAMBDA_FUNCTION_NAME";
            case "handler" -> "_HANDLER";
            default -> null;
        };
    }

    /** The value of a variable; null without one, and for the {@code REDIS_PORT=tcp://10.0.0.1:6379} of a Service. */
    @Nullable Given find(String variable) {
        String text = variables.get(variable);
        return text == null || isServiceLink(variable, text) ? null : new Given(text, Origin.environment(variable));
    }

    private static boolean isServiceLink(String variable, String text) {
        return variable.endsWith("_PORT") && SERVICE_LINK.matcher(text).matches();
    }

    /** A line for each variable that looks like a misspelt setting. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String variable : new TreeSet<>(variables.keySet())) {
            Setting<?> meant = variable.startsWith(PREFIX) ? meant(variable) : null;
            if (meant != null) {
                warnings.add(Display.oneLine(variable) + " is no setting and is ignored: did you mean "
                        + (meant.inEnvironment() ? meant.variable() : meant.flag()) + "?");
            }
        }
        return warnings;
    }

    /** The setting that a variable is most likely a misspelling of; null if it is a setting itself, or like none. */
    private @Nullable Setting<?> meant(String variable) {
        String name = variable.substring(PREFIX.length());
        Setting<?> named = SettingsTable.find(name.toLowerCase(Locale.ROOT).replace('_', '-'));
        boolean isSetting =
                named != null && named.inEnvironment() && named.variable().equals(variable);
        return isSetting || find(variable) == null ? null : Unknown.misspelt(name);
    }
}
