package dev.effe.server.function;

import dev.effe.server.log.FailureText;
import dev.effe.server.log.MissingModule;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in one line what keeps a class from being loaded or made, and what to do about it. */
final class LoadFailures {

    /**
     * The text that the JVM writes into a NoClassDefFoundError for a class that is missing, and for no other reason.
     */
    private static final Pattern CLASS = Pattern.compile("L?([^\\s:;]+);?");

    private static final Pattern FIRST_WORD = Pattern.compile("(?:Preview features are not enabled for )?(\\S+).*");

    private final FunctionPath path;

    LoadFailures(FunctionPath path) {
        this.path = path;
    }

    /**
     * Tells the failures apart.
     *
     * @param className the function's
     * @param what was done when it failed, such as {@code its constructor}
     */
    LoadException explain(String className, String what, Throwable failure) {
        if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
            return explain(className, "its static initialiser", failure.getCause());
        }
        if (failure instanceof UnsupportedClassVersionError) {
            return new LoadException(newerJava(className, failure), failure);
        }
        String missing = missingClass(failure);
        String function = className + " (" + path.where() + ")";
        if (missing != null) {
            return new LoadException(function + " needs " + missing + ", which " + absence(missing), failure);
        }
        if (failure instanceof LinkageError) {
            return new LoadException(function + " cannot be linked: " + failure + MissingModule.hint(failure), failure);
        }
        return new LoadException(function + ": " + what + " threw " + FailureText.of(failure), failure);
    }

    private String newerJava(String className, Throwable failure) {
        String newer = word(FIRST_WORD, failure.getMessage(), className);
        int here = Runtime.version().feature();
        ClassHeader header = header(newer);
        if (header == null) {
            return newer + " was compiled for a newer Java than this Java " + here + ": compile with --release " + here
                    + " or run a newer Java";
        }
        if (header.preview()) {
            return newer + " was compiled with the preview features of Java " + header.javaVersion()
                    + ": compile without --enable-preview";
        }
        return newer + " was compiled for Java " + header.javaVersion() + ", but this is Java " + here
                + ": compile with --release " + here + " or run a newer Java";
    }

    private @Nullable ClassHeader header(String className) {
        try {
            return path.header(className, new ClassHeaderReader());
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String missingClass(Throwable failure) {
        if (failure instanceof TypeNotPresentException typeNotPresent) {
            return typeNotPresent.typeName();
        }
        boolean missing = failure instanceof NoClassDefFoundError;
        String name = missing ? word(CLASS, failure.getMessage(), "") : "";
        return name.isEmpty() ? null : name;
    }

    private String absence(String missing) {
        if (FunctionClassLoader.isApi(missing)) {
            return "this effe does not have: run a newer effe";
        }
        return MissingModule.fix(missing).orElseGet(() -> "is not " + path.where() + ": " + path.dependencyFix());
    }

    /** The class name that is group 1 of a message; if the message is of another form, the other one. */
    private static String word(Pattern pattern, @Nullable String message, String other) {
        Matcher matcher = pattern.matcher(message == null ? "" : message);
        return matcher.matches() ? matcher.group(1).replace('/', '.') : other;
    }
}
