package dev.effe.server.cli;

import dev.effe.server.settings.Display;
import dev.effe.server.settings.Origin;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.Setting.Places;
import dev.effe.server.settings.UsageException;
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
            if (action != Action.SERVE) {
                candidates.add(action.flag().substring(2));
            }
        }
        String nearest = nearest(name, candidates);
        return error("Unknown flag " + flag, nearest == null ? null : "--" + nearest);
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

    /** The shortest candidate that begins with the name's letters, else the most similar one. */
    private static @Nullable String nearest(String name, List<String> candidates) {
        String lower = normal(name);
        String letters = lower.replaceFirst("[^a-z-].*", "");
        String shortest = null;
        for (String candidate : candidates) {
            boolean begins = !letters.isEmpty() && candidate.startsWith(letters);
            if (begins && (shortest == null || candidate.length() < shortest.length())) {
                shortest = candidate;
            }
        }
        return shortest == null ? similar(lower, candidates, Math.max(2, name.length() / 2)) : shortest;
    }

    /** The setting that a name of the environment is most likely a misspelling of, or null. */
    static @Nullable Setting<?> misspelt(String name) {
        String lower = normal(name);
        String similar = similar(lower, SettingsTable.names(Places.FLAG), lower.length() > 6 ? 2 : 1);
        return similar == null ? null : SettingsTable.find(similar);
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The candidate with the fewest letters to change, if they are no more than so many. */
    private static @Nullable String similar(String name, List<String> candidates, int most) {
        String nearest = null;
        int fewest = most + 1;
        for (String candidate : candidates) {
            int distance = distance(name, candidate);
            if (distance < fewest) {
                fewest = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** The letters to insert, remove, replace or swap with the next to make one of the other. */
    private static int distance(String from, String to) {
        int[][] rows = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : changes(rows, from, to, i, j);
            }
        }
        return rows[from.length()][to.length()];
    }

    private static int changes(int[][] rows, String from, String to, int i, int j) {
        char a = from.charAt(i - 1);
        char b = to.charAt(j - 1);
        int fewest = Math.min(rows[i - 1][j - 1] + (a == b ? 0 : 1), 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a == to.charAt(j - 2) && b == from.charAt(i - 2);
        return swapped ? Math.min(fewest, rows[i - 2][j - 2] + 1) : fewest;
    }
}
