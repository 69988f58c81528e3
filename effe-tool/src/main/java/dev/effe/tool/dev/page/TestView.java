package dev.effe.tool.dev.page;

import java.util.List;

/**
 * The tests as they stand, for a developer to see. Immutable.
 *
 * @param number another for each view
 * @param good false if something fails
 * @param title in a few words
 * @param message in a line
 * @param failures the tests that fail, or why none can run
 */
public record TestView(long number, boolean good, String title, String message, List<Failure> failures) {

    /** Copies the list. */
    public TestView {
        failures = List.copyOf(failures);
    }
}
