package dev.effe.host.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The runtimes of AWS's that a host has: those of Java that are no newer than its own, and those of the languages that are
 * on its machine. Immutable.
 *
 * @param javaVersion the feature release of the Java that runs instances, such as 21
 * @param node true if there is a {@code node}
 * @param python true if Python 3 is there
 */
public record Runtimes(int javaVersion, boolean node, boolean python) {

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

    private static final Pattern NODE = Pattern.compile("nodejs[0-9]+(\\.[0-9x]+)?");
    private static final Pattern PYTHON = Pattern.compile("python3\\.[0-9]+");
    private static final Pattern PROVIDED = Pattern.compile("provided(\\.al2|\\.al2023)?");
    private static final Pattern RELEASE = Pattern.compile("java([0-9]+).*");

    /** True if functions of a runtime are classes, which need no program of their own. */
    public static boolean isJava(String runtime) {
        return runtime.startsWith("java");
    }

    /** True if the host can run functions of this runtime. */
    public boolean has(String runtime) {
        return java().contains(runtime)
                || PROVIDED.matcher(runtime).matches()
                || (node && NODE.matcher(runtime).matches())
                || (python && PYTHON.matcher(runtime).matches());
    }

    /** The names of all that it has, for people: those of a language that has many with {@code *}. */
    public List<String> names() {
        List<String> names = java();
        if (node) {
            names.add("nodejs*.x");
        }
        if (python) {
            names.add("python3.*");
        }
        names.addAll(List.of("provided", "provided.al2", "provided.al2023"));
        return names;
    }

    private List<String> java() {
        List<String> names = new ArrayList<>(JAVA);
        names.removeIf(name -> Integer.parseInt(RELEASE.matcher(name).replaceFirst("$1")) > javaVersion);
        return names;
    }
}
