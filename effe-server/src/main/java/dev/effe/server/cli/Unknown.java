package dev.effe.server.cli;

import dev.effe.server.cli.Setting.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The errors for a name that is no setting; each suggests the nearest one that is. */
final class Unknown {

    private Unknown() {}

    /** A flag, given with its dashes and without a value. */
    static UsageException flag(String flag, String name) {
        List<String> candidates = new ArrayList<>(SettingsTable.names(Places.FLAG));
        for (Action action : Action.values()) {
            candidates.add(action.flag().substring(2));
        }
        String nearest = nearest(name, candidates);
        return error("Unknown flag " + flag, nearest == null ? null : "--" + nearest);
    }

    static UsageException variable(String variable) {
        String name =
                variable.substring("EFFE_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
        String nearest = nearest(name, SettingsTable.names(Places.FLAG_AND_ENVIRONMENT));
        Setting<?> setting = nearest == null ? null : SettingsTable.find(nearest);
        return error("Unknown environment variable " + variable, setting == null ? null : setting.variable());
    }

    static UsageException key(String key, Origin line) {
        return error(line.where() + ": Unknown setting " + key, nearest(key, SettingsTable.names(Places.ALL)));
    }

    static UsageException setting(String name) {
        return error("Unknown setting " + name, nearest(name, SettingsTable.names(Places.ALL)));
    }

    private static UsageException error(String what, @Nullable String nearest) {
        String hint = nearest == null ? "" : ": did you mean " + nearest + "?";
        return new UsageException(Display.oneLine(what) + hint + " (--help lists all)");
    }

    /** The candidate with the fewest letters to change, if it is less than about half of them. */
    private static @Nullable String nearest(String name, List<String> candidates) {
        String nearest = null;
        int fewest = Math.max(2, name.length() / 2) + 1;
        for (String candidate : candidates) {
            int distance = distance(name, candidate);
            if (distance < fewest) {
                fewest = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** The letters to insert, remove or replace to make one of the other (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
