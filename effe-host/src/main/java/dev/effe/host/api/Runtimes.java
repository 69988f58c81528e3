package dev.effe.host.api;

import dev.effe.server.invoke.InvokeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The runtimes of AWS's that a host has: those of Java that are no newer than its own. Stateless. */
final class Runtimes {

    private static final List<String> JAVA = List.of(
            "java8",
            "java8.al2",
            "java8.al2023",
            "java11",
            "java11.al2023",
            "java17",
            "java17.al2023",
            "java21",
            "java25");

    private static final Set<Character> DIGITS = Set.of('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private Runtimes() {}

    /**
     * Checks the name of a runtime.
     *
     * @param javaVersion the feature release of the host's Java
     * @throws InvokeException if the host does not have it
     */
    static void check(String runtime, int javaVersion) throws InvokeException {
        List<String> served = served(javaVersion);
        if (!served.contains(runtime)) {
            throw InvokeException.invalidParameter("Value " + runtime + " at 'runtime' failed to satisfy constraint:"
                    + " Member must satisfy enum value set: [" + String.join(", ", served)
                    + "]: this host runs functions for Java, on Java " + javaVersion);
        }
    }

    static List<String> served(int javaVersion) {
        List<String> served = new ArrayList<>();
        for (String runtime : JAVA) {
            if (release(runtime) <= javaVersion) {
                served.add(runtime);
            }
        }
        return served;
    }

    private static int release(String runtime) {
        int from = "java".length();
        int to = from;
        while (to < runtime.length() && DIGITS.contains(runtime.charAt(to))) {
            to++;
        }
        return Integer.parseInt(runtime.substring(from, to));
    }
}
