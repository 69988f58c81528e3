package dev.effe.server.app.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what is wrong in files, so that all of it is said at once. Not thread-safe. */
public final class Faults {

    private record Fault(Place place, String message) {
        String line() {
            return Line.of(place + ": " + message);
        }
    }

    private static final int MOST_LINES = 100;

    private final List<Fault> errors = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();

    /** Adds an error: {@code functions.orders.rutes is unknown}. */
    public void add(Place place, String message) {
        errors.add(new Fault(place, message));
    }

    /** Adds what is allowed and most likely a mistake. */
    public void warn(Place place, String message) {
        warnings.add(new Fault(place, "warning: " + message));
    }

    /** Returns true if there is an error. */
    public boolean any() {
        return !errors.isEmpty();
    }

    /** The errors, a line each, by their places; the first hundred and how many more there are. */
    public List<String> errors() {
        return lines(errors);
    }

    /** The warnings, a line each, by their places. */
    public List<String> warnings() {
        return lines(warnings);
    }

    private static List<String> lines(List<Fault> faults) {
        List<String> lines = faults.stream()
                .sorted(Comparator.comparing(Fault::place))
                .map(Fault::line)
                .distinct()
                .limit(MOST_LINES)
                .collect(Collectors.toCollection(ArrayList::new));
        if (faults.size() > MOST_LINES) {
            lines.add("and " + (faults.size() - MOST_LINES) + " more");
        }
        return lines;
    }
}
