package dev.effe.server.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects of the heap by class, those with the most bytes first. Immutable.
 *
 * @param classes the first ones
 * @param instances of all classes
 * @param bytes of all classes
 */
public record HeapHistogram(List<ClassCount> classes, long instances, long bytes) {

    private static final Pattern ROW = Pattern.compile(" *\\d+: +(\\d+) +(\\d+)  (.*)");
    private static final Pattern TOTAL = Pattern.compile("Total +(\\d+) +(\\d+)");

    /** The objects of a class, whose name is Java's: {@code [B} is an array of bytes. */
    public record ClassCount(String name, long instances, long bytes) {}

    /**
     * Counts them. Stops all threads of the process meanwhile: for about a second for each few gigabytes.
     *
     * @param live collects garbage before, so that only what is in use counts; takes longer
     * @param most classes to be told
     * @throws UnsupportedOperationException if this Java cannot
     */
    public static HeapHistogram of(boolean live, int most) {
        return parse(Diagnostics.run("gcClassHistogram", live ? new String[0] : new String[] {"-all"}), most);
    }

    static HeapHistogram parse(String text, int most) {
        List<ClassCount> classes = new ArrayList<>();
        long instances = 0;
        long bytes = 0;
        for (String line : text.lines().toList()) {
            Matcher row = ROW.matcher(line);
            Matcher total = TOTAL.matcher(line);
            if (row.matches() && classes.size() < most) {
                classes.add(new ClassCount(row.group(3), Long.parseLong(row.group(1)), Long.parseLong(row.group(2))));
            } else if (total.matches()) {
                instances = Long.parseLong(total.group(1));
                bytes = Long.parseLong(total.group(2));
            }
        }
        return new HeapHistogram(classes, instances, bytes);
    }

    /** The histogram for people. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format("%15s %15s  %s%n", "bytes", "instances", "class"));
        for (ClassCount each : classes) {
            text.append(String.format("%15d %15d  %s%n", each.bytes, each.instances, each.name));
        }
        return text.append(String.format("%15d %15d  all classes%n", bytes, instances))
                .toString();
    }
}
