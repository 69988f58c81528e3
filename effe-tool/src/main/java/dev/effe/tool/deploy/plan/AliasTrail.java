package dev.effe.tool.deploy.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions that an alias was led through. A move back to one of them takes away those after it, so that a second
 * rollback goes on to the one before, and never to the one that was left. Immutable.
 *
 * @param versions the present one, then the earlier ones, the newest first; one at least
 */
public record AliasTrail(List<String> versions) {

    private static final int LONGEST_DESCRIPTION = 256;
    /** Stands before it in a description. */
    public static final String MARK = "effe: ";

    private static final Pattern LINE = Pattern.compile(MARK + "([0-9]{1,9}(?: < [0-9]{1,9})*)");

    /** Copies the list. */
    public AliasTrail {
        versions = List.copyOf(versions);
    }

    /** The trail of an alias without a past. */
    public static AliasTrail of(String version) {
        return new AliasTrail(List.of(version));
    }

    /**
     * The trail of an alias whose whole past is known.
     *
     * @param earlier every target that it ever had, the newest first
     */
    public static AliasTrail ofHistory(String present, List<String> earlier) {
        List<String> all = new ArrayList<>(earlier);
        all.add(0, present);
        AliasTrail trail = of(all.get(all.size() - 1));
        for (int i = all.size() - 2; i >= 0; i--) {
            trail = trail.movedTo(all.get(i));
        }
        return trail;
    }

    /** Reads it out of an alias's description; empty if that has none, or another tool has moved the alias since. */
    public static Optional<AliasTrail> ofDescription(String present, String description) {
        Matcher line = LINE.matcher(description);
        return line.find()
                ? Optional.of(new AliasTrail(List.of(line.group(1).split(" < "))))
                        .filter(trail -> trail.versions.get(0).equals(present))
                : Optional.empty();
    }

    /** True if a description has a trail, of whatever alias. */
    public static boolean isIn(String description) {
        return LINE.matcher(description).find();
    }

    /** The trail after a move to a version. */
    public AliasTrail movedTo(String version) {
        int there = versions.indexOf(version);
        if (there >= 0) {
            return new AliasTrail(versions.subList(there, versions.size()));
        }
        List<String> longer = new ArrayList<>(versions);
        longer.add(0, version);
        return new AliasTrail(longer);
    }

    /** The earlier targets, the newest first. */
    public List<String> earlier() {
        return versions.subList(1, versions.size());
    }

    /** A description with it, and with the words of the user's own; the oldest versions go where it becomes too long. */
    public String in(String description) {
        String words = LINE.matcher(description).replaceAll("").strip();
        for (int kept = versions.size(); kept > 0; kept--) {
            String line = MARK + String.join(" < ", versions.subList(0, kept));
            String text = words.isEmpty() ? line : words + " " + line;
            if (text.length() <= LONGEST_DESCRIPTION) {
                return text;
            }
        }
        return MARK + versions.get(0); // No word of the user's is worth a rollback.
    }
}
