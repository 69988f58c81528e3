package dev.effe.server.app;

import dev.effe.server.app.Application.SettingText;
import dev.effe.server.app.yaml.Value;
import dev.effe.server.cli.SettingRows;
import dev.effe.server.cli.SettingRows.Scope;
import dev.effe.server.cli.SettingsTable;
import dev.effe.server.settings.Display;
import dev.effe.server.settings.Setting;
import dev.effe.server.text.Nearest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads settings, each checked by its row of the settings table. */
final class SettingsReader {

    private SettingsReader() {}

    /** The settings at the top: all that a file can have, but for those that say which function it is. */
    static Map<String, SettingText> ofProcess(Value value) {
        return read(value, false);
    }

    /** The settings of a function: contexts, load and events. */
    static Map<String, SettingText> ofFunction(Value value) {
        return read(value, true);
    }

    private static Map<String, SettingText> read(Value value, boolean ofFunction) {
        Map<String, SettingText> settings = new LinkedHashMap<>();
        value.entries("{timeout: 10s}").forEach((name, setting) -> {
            Setting<?> row = SettingsTable.find(name);
            String misplaced = misplaced(name, ofFunction);
            if (row == null || misplaced != null) {
                setting.keyFault(String.valueOf(misplaced));
                return;
            }
            String text = setting.text();
            if (text != null) {
                add(settings, text, row, setting);
            }
        });
        return settings;
    }

    private static @Nullable String misplaced(String name, boolean ofFunction) {
        Scope scope = SettingRows.scope(name);
        if (scope == null) {
            String nearest = Nearest.to(name, SettingRows.names(ofFunction));
            return "is no setting" + (nearest == null ? "" : ": did you mean " + nearest + "?")
                    + " (effe --help lists all)";
        }
        if (scope == Scope.ELSEWHERE) {
            return "is not set here: " + instead(name);
        }
        return ofFunction && scope == Scope.PROCESS
                ? "is a setting of the process, not of a function: move it to settings at the top of the file"
                : null;
    }

    private static String instead(String name) {
        return switch (name) {
            case "function" -> "functions.NAME.code names a function's jar";
            case "logic", "handler", "set" -> "it is the key functions.NAME." + name;
            case "route" -> "it is the key functions.NAME.routes";
            case "callees" -> "they are the key functions.NAME.calls";
            case "function-name" -> "a function is invoked by its name in functions";
            default -> "it is a flag, --" + name;
        };
    }

    private static void add(Map<String, SettingText> settings, String text, Setting<?> setting, Value value) {
        if (setting.type().parse(text) == null) {
            value.fault("must be " + setting.allowed() + ", but was " + Display.quoted(text));
        } else {
            String resolved = SettingRows.namesPath(setting, text) ? resolve(text, value) : text;
            settings.put(setting.name(), new SettingText(setting.name(), resolved, value.place()));
        }
    }

    private static String resolve(String text, Value value) {
        return Arrays.stream(text.split(","))
                .map(path -> value.place().resolve(Path.of(path.strip())).toString())
                .collect(Collectors.joining(","));
    }
}
