package dev.effe.tool.create;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a project's names for those of the example: package, class and artifact, and nothing else that reads like them.
 * Immutable.
 */
final class Rename {

    private final Project project;
    private final String examplePackage;
    private final @Nullable String function;
    /** A string, the example's package, or the function's class or that of its test. */
    private final Pattern inCode;
    /** The same with the group and the artifact, in pom.xml and effe.yaml. */
    private final Pattern elsewhere;

    Rename(ProjectType type, Project project) {
        this.project = project;
        this.function = type.function();
        examplePackage = Project.EXAMPLE_GROUP + "." + type.example();
        String packageName = Pattern.quote(examplePackage) + "\\b";
        String className = function == null ? "(?!)" : "\\b" + function + "(Test)?\\b";
        inCode = Pattern.compile("(?:\"(?:\\\\.|[^\"\\\\\n])*\")|(?:" + packageName + ")|" + className);
        elsewhere = Pattern.compile(
                "(?:" + packageName + "(?:\\." + function + "\\b)?)"
                        + "|(?:(?<=<groupId>)com\\.example(?=</groupId>))"
                        + "|(?<=<artifactId>)" + type.example() + "(?=</artifactId>)"
                        + "|(?<=^name: )" + type.example() + "$|(?<=target/)" + type.example() + "(?=\\.jar)",
                Pattern.MULTILINE);
    }

    String path(String path) {
        String folder = examplePackage.replace('.', '/') + "/";
        String renamed = path.replace(folder, project.packageName().replace('.', '/') + "/");
        return function == null
                ? renamed
                : renamed.replaceFirst("/" + function + "(Test)?\\.java$", "/" + project.className() + "$1.java");
    }

    String text(String path, String text) {
        return path.endsWith(".java")
                ? inCode.matcher(text).replaceAll(found -> quoted(code(found)))
                : elsewhere.matcher(text).replaceAll(found -> quoted(other(found)));
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    private String code(MatchResult found) {
        String text = found.group();
        if (text.startsWith("\"")) {
            return text.equals('"' + examplePackage + "." + function + '"') ? '"' + project.qualified() + '"' : text;
        }
        return text.equals(examplePackage)
                ? project.packageName()
                : project.className() + (text.endsWith("Test") && !text.equals(function) ? "Test" : "");
    }

    private String other(MatchResult found) {
        String text = found.group();
        if (text.equals(Project.EXAMPLE_GROUP)) {
            return project.group();
        }
        if (text.startsWith(examplePackage)) {
            return text.equals(examplePackage) ? project.packageName() : project.qualified();
        }
        return project.name();
    }
}
