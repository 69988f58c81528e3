package dev.effe.server.text;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the name that was most likely meant by one that is unknown. */
public final class Nearest {

    /** Longer than any name that is one; its letters are not worth counting. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /**
     * The shortest candidate that begins with the name's letters, else the most similar one.
     *
     * @return null if none is similar
     */
    public static @Nullable String to(String name, Collection<String> candidates) {
        String lower = normal(name);
        String letters = lower.replaceFirst("[^a-z-].*", "");
        String shortest = null;
        for (String candidate : candidates) {
            boolean begins = !letters.isEmpty() && normal(candidate).startsWith(letters);
            if (begins && (shortest == null || candidate.length() < shortest.length())) {
                shortest = candidate;
            }
        }
        return shortest == null ? similar(name, candidates, Math.max(2, name.length() / 2)) : shortest;
    }

    /**
     * The end of a sentence that says that there is no such name: a similar one, or all that there are.
     *
     * @param has the words before these, such as "it serves"
     */
    public static String hint(String name, Collection<String> candidates, String has) {
        String nearest = similar(name, candidates, 3);
        if (nearest != null) {
            return ": did you mean " + nearest + "?";
        }
        return candidates.isEmpty() ? "" : "; " + has + " " + String.join(", ", new TreeSet<>(candidates));
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The candidate with the fewest letters to change, if they are no more than so many. */
    public static @Nullable String similar(String name, Collection<String> candidates, int most) {
        if (name.length() > LONGEST) {
            return null;
        }
        String lower = normal(name);
        String nearest = null;
        int fewest = most + 1;
        for (String candidate : candidates) {
            int distance = distance(lower, normal(candidate));
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
