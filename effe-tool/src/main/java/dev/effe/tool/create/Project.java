package dev.effe.tool.create;

import dev.effe.server.settings.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * The names of a project. Immutable.
 *
 * @param name its folder, artifact, jar and image, such as {@code my-function}
 * @param group its Maven group
 * @param packageName the package of its classes
 * @param className the class of its function, without the package
 */
record Project(String name, String group, String packageName, String className) {

    static final String EXAMPLE_GROUP = "com.example";
    /** The length is that of a name in effe.yaml. */
    private static final int MOST_LETTERS = 39;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*");

    /** Appended to a name that Java, or the project's code, has another meaning for. */
    private static final String SUFFIX = "Function";

    /**
     * The names that follow from a command's arguments.
     *
     * @param template the code of the type's example, whose words a class cannot have for its name
     */
    static Project of(String name, Optional<String> packageName, Template template) {
        checkName(name);
        packageName.ifPresent(given -> checkPackage(given, name));
        return new Project(
                name,
                packageName.orElse(EXAMPLE_GROUP),
                packageName.orElseGet(() -> packageOf(name)),
                className(name, template));
    }

    /** The class of the function, with the package. */
    String qualified() {
        return packageName + "." + className;
    }

    private static void checkName(String name) {
        if (NAME.matcher(name).matches() && name.length() <= MOST_LETTERS) {
            return;
        }
        String better =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-+$", "");
        throw new UsageException(
                "A project's name has small letters, digits and single hyphens, from a letter on, at most "
                        + MOST_LETTERS + " of them, but was " + quoted(name)
                        + (NAME.matcher(better).matches() && better.length() <= MOST_LETTERS
                                ? ": did you mean " + better + "?"
                                : ", not such as my-function"));
    }

    private static void checkPackage(String given, String name) {
        if (!PACKAGE.matcher(given).matches()) {
            String better = given.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.]", "");
            throw new UsageException("--package has small letters, digits and underscores between its dots, but was "
                    + quoted(given)
                    + (PACKAGE.matcher(better).matches()
                            ? ": did you mean " + better + "?"
                            : ", not such as " + packageOf(name)));
        }
        if (!SourceVersion.isName(given, SourceVersion.RELEASE_17)) {
            throw new UsageException(
                    "--package " + given + " has a word of Java in it: did you mean " + withoutKeywords(given) + "?");
        }
        if (given.matches("(java|dev\\.effe)(\\..*)?")) {
            throw new UsageException("--package " + given
                    + " has the classes of others: choose one of your own, such as " + packageOf(name));
        }
    }

    private static String quoted(String text) {
        return '"' + text.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    private static String packageOf(String name) {
        return withoutKeywords(EXAMPLE_GROUP + "." + name.replace("-", ""));
    }

    private static String withoutKeywords(String packageName) {
        return Arrays.stream(packageName.split("\\."))
                .map(part -> SourceVersion.isKeyword(part, SourceVersion.RELEASE_17)
                        ? part + SUFFIX.toLowerCase(Locale.ROOT)
                        : part)
                .collect(Collectors.joining("."));
    }

    private static String className(String name, Template template) {
        String words = Arrays.stream(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return template.uses(words) || template.uses(words + "Test") || isOfJava(words) ? words + SUFFIX : words;
    }

    private static boolean isOfJava(String className) {
        return Object.class.getResource(className + ".class") != null;
    }
}
