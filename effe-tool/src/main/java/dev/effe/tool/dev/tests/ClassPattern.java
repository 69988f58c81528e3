package dev.effe.tool.dev.tests;

import dev.effe.tool.dev.project.Surefire;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The patterns by which Surefire finds test classes. Stateless. */
final class ClassPattern {

    private static final String REGEX = "%regex[";
    private static final String ANT = "%ant[";

    private ClassPattern() {}

    /** @param type such as {@code com/acme/HelloTest} */
    static boolean isTest(Surefire options, String type) {
        return fitsOne(options.includes(), type) && !fitsOne(options.excludes(), type);
    }

    private static boolean fitsOne(List<String> patterns, String type) {
        return patterns.stream().anyMatch(pattern -> fits(pattern, type));
    }

    private static boolean fits(String pattern, String type) {
        try {
            return isOf(REGEX, pattern)
                    ? Pattern.matches(pattern.substring(REGEX.length(), pattern.length() - 1), type + ".class")
                    : Pattern.matches(regex(path(pattern)), type);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static boolean isOf(String kind, String pattern) {
        return pattern.startsWith(kind) && pattern.endsWith("]");
    }

    /** The pattern of a file of source or class, or of a class by its name; a method that is named is left out. */
    private static String path(String pattern) {
        String text = isOf(ANT, pattern) ? pattern.substring(ANT.length(), pattern.length() - 1) : pattern;
        String name = text.replaceFirst("#.*", "").replaceFirst("\\.(java|class|\\*)$", "");
        if (name.endsWith("/")) {
            return name + "**";
        }
        return name.contains("/") ? name : "**/" + name.replace('.', '/');
    }

    private static String regex(String path) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            if (path.startsWith("**/", i)) {
                regex.append("(.*/)?");
                i += 2;
            } else if (path.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (path.charAt(i) == '*') {
                regex.append("[^/]*");
            } else if (path.charAt(i) == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(path.substring(i, i + 1)));
            }
        }
        return regex.toString();
    }
}
