package dev.effe.server.cli;

import dev.effe.server.net.Mask;
import dev.effe.server.settings.Display;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.Setting;
import java.util.function.Predicate;

/** The lines of {@code --print-config}: {@code timeout = 10s   (flag)}. */
public final class ConfigLines {

    private ConfigLines() {}

    /**
     * A line for each setting.
     *
     * @param prefix of each name
     * @param wanted which settings
     */
    public static String of(String prefix, GivenValues given, Predicate<Setting<?>> wanted) {
        StringBuilder lines = new StringBuilder();
        for (Setting<?> setting : SettingsTable.all()) {
            if (setting.inEnvironment() && wanted.test(setting)) {
                append(lines, prefix + setting.name(), given.given(setting));
            }
        }
        return lines.toString();
    }

    /**
     * A line for each key that {@code --set} or the file gives to the function, secrets masked.
     *
     * @throws IllegalStateException if a file of a {@code KEY_FILE} cannot be read
     */
    public static String of(String prefix, FunctionConfig config) {
        StringBuilder lines = new StringBuilder();
        for (String key : config.knownKeys()) {
            Given value = config.find(key);
            if (value != null) {
                append(lines, prefix + "set." + key, new Given(Secrets.masked(key, value), value.origin()));
            }
        }
        return lines.toString();
    }

    private static void append(StringBuilder lines, String name, Given value) {
        String line = Display.oneLine(name + " = " + Mask.urls(value.text()) + "   (" + value.origin() + ")");
        lines.append(line).append('\n');
    }
}
