package dev.effe.server.cli;

import static dev.effe.server.settings.ValueTypes.filePath;
import static dev.effe.server.settings.ValueTypes.orEmpty;
import static dev.effe.server.settings.ValueTypes.paths;

import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.Setting.Places;
import dev.effe.server.settings.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one table of settings: the rows that the records of {@link Settings} are made of, and four that are of the command
 * line itself. Flags, environment, file, help, {@code --print-config} and docs/settings.md follow from it. Immutable once
 * loaded.
 */
public final class SettingsTable {

    /** A key of {@link FunctionConfig}. In the file: {@code set.key=value}. */
    static final Setting<String> SET = new Setting<>(
            "set", Text.KEY_VALUE, "", Places.FLAG, Group.FUNCTION, true, "A key of the function's own; repeatable.");

    /** Read before all others. */
    static final Setting<Optional<Path>> CONFIG = new Setting<>(
            "config",
            orEmpty(filePath()),
            "",
            Places.FLAG_AND_ENVIRONMENT,
            Group.FUNCTION,
            false,
            "File of settings, name=value in each line; empty: none.");

    /** Read before all others, in place of them. */
    static final Setting<List<Path>> APP = new Setting<>(
            "app",
            paths(),
            "",
            Places.FLAG_AND_ENVIRONMENT,
            Group.FUNCTION,
            false,
            "effe.yaml of several functions; repeatable, later over earlier.");

    /** Only with {@link #APP}. */
    static final Setting<List<String>> ONLY = new Setting<>(
            "only",
            new FunctionNames(),
            "",
            Places.FLAG_AND_ENVIRONMENT,
            Group.FUNCTION,
            false,
            "Functions of --app to serve in this process; empty: all.");

    private static final Map<String, Setting<?>> ROWS = rows();

    private SettingsTable() {}

    private static Map<String, Setting<?>> rows() {
        Map<String, Setting<?>> declared = new LinkedHashMap<>();
        Settings.of(new Rows(declared, new GivenValues(Map.of())));
        List<Setting<?>> all = new ArrayList<>(declared.values());
        all.addAll(List.of(SET, CONFIG, APP, ONLY));
        Map<String, Setting<?>> rows = new LinkedHashMap<>();
        for (Group group : Group.values()) {
            for (Setting<?> row : all) {
                if (row.group() == group) {
                    rows.put(row.name(), row);
                }
            }
        }
        return Collections.unmodifiableMap(rows);
    }

    /** Every row, in the order of the help. */
    public static Collection<Setting<?>> all() {
        return ROWS.values();
    }

    /** The row of a name such as {@code max-contexts}, or null if there is none. */
    public static @Nullable Setting<?> find(String name) {
        return ROWS.get(name);
    }

    /** The names that can be given in one of the places: {@link Places#FLAG} for all of them. */
    static List<String> names(Places place) {
        List<String> names = new ArrayList<>();
        for (Setting<?> setting : ROWS.values()) {
            if (setting.places().compareTo(place) >= 0) {
                names.add(setting.name());
            }
        }
        return Collections.unmodifiableList(names);
    }

    /** The tables of all settings in docs/settings.md, one for each group. */
    static String markdown() {
        StringBuilder page = new StringBuilder();
        for (Group group : Group.values()) {
            page.append(page.isEmpty() ? "" : "\n")
                    .append("## ")
                    .append(group.title())
                    .append("\n\n");
            page.append("| setting | default | allowed | what it does |\n|---|---|---|---|\n");
            ROWS.values().stream()
                    .filter(setting -> setting.group() == group)
                    .forEach(setting -> appendRow(page, setting));
        }
        return page.toString();
    }

    private static void appendRow(StringBuilder page, Setting<?> setting) {
        String text = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
        String[] cells = {"`" + setting.name() + "`", text, setting.type().allowed(), setting.help()};
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
