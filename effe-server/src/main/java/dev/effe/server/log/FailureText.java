package dev.effe.server.log;

import dev.effe.server.net.Mask;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells in one text why a function failed: what it threw, what caused that, where, and the fix where it is known. The
 * methods of what was thrown are user code: what they throw is left out.
 */
public final class FailureText {

    private static final int MOST_WRAPPERS = 20;

    private static final int MOST_CHARS = 2000;

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\p{Cntrl}\\x{2028}\\x{2029}]+\\s*");

    private static final List<String> NOT_THE_FUNCTIONS =
            List.of("java.", "javax.", "jdk.", "sun.", "dev.effe.server.", "dev.effe.lambda.");

    private static final String OWN_JARS_ONLY = "; a function sees its own jars only: put the one that has it into the"
            + " function's jar, or use a folder with it in lib/";

    private FailureText() {}

    /** A message in one line: those of user code may have several. */
    public static String oneLine(String message) {
        return LINE_BREAKS.matcher(message.strip()).replaceAll(" ");
    }

    /** Such as {@code java.io.IOException: no disk, caused by ..., at com.acme.Hello.init(Hello.java:12)}. */
    public static String of(Throwable failure) {
        try {
            Throwable first = unwrapped(failure);
            String reasons = Mask.urls(LineText.cut(reasons(first), MOST_CHARS));
            return reasons + (isEffes(first) ? "" : place(first)) + hint(first);
        } catch (RuntimeException | Error e) {
            return failure.getClass().getName();
        }
    }

    private static String reasons(Throwable first) {
        StringBuilder text = new StringBuilder(text(first));
        Causes.of(first)
                .skip(1)
                .filter(cause -> !tells(text, message(cause)))
                .forEach(cause -> text.append(", caused by ").append(text(cause)));
        return text.toString();
    }

    /** True if it has the message already: the JVM writes the name of a class that is missing in two ways. */
    private static boolean tells(StringBuilder text, String message) {
        return text.indexOf(message) >= 0 || text.indexOf(message.replace('.', '/')) >= 0;
    }

    /** The exception that was thrown, without those that only say that something was. */
    private static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        for (int depth = 0; depth < MOST_WRAPPERS && isWrapper(inner); depth++) {
            Throwable cause = inner.getCause();
            inner = cause == null ? inner : cause;
        }
        return inner;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof InvocationTargetException
                || failure instanceof ExceptionInInitializerError
                || failure instanceof ExecutionException
                || failure instanceof CompletionException;
    }

    /** Effe's own exceptions say it all by their messages. */
    private static boolean isEffes(Throwable failure) {
        return failure.getClass().getName().startsWith("dev.effe.");
    }

    private static String text(Throwable failure) {
        String type = failure.getClass().getName();
        String message = message(failure);
        return isEffes(failure) ? message : message.equals(type) ? type : type + ": " + message;
    }

    /** The name of its class if it has none. */
    private static String message(Throwable failure) {
        String message = null;
        try {
            message = failure.getLocalizedMessage();
        } catch (RuntimeException | Error e) {
            // It is user code, which must not hide that there was a failure.
        }
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }

    /** {@code , at com.acme.Hello.init(Hello.java:12)}: where the function's own code was; empty if it is not on the stack. */
    public static String place(Throwable failure) {
        try {
            for (StackTraceElement frame : failure.getStackTrace()) {
                String type = frame.getClassName();
                if (NOT_THE_FUNCTIONS.stream().noneMatch(type::startsWith)) {
                    return ", at " + type + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                            + frame.getLineNumber() + ")";
                }
            }
        } catch (RuntimeException | Error e) {
            // Its methods may be user code.
        }
        return "";
    }

    /** The advice for a class that is missing, to follow the rest of a line; empty if none is. Never throws. */
    public static String hint(@Nullable Throwable failure) {
        String module = MissingModule.hint(failure);
        return module.isEmpty() && lacksClass(failure) ? OWN_JARS_ONLY : module;
    }

    private static boolean lacksClass(@Nullable Throwable failure) {
        try {
            return Causes.of(failure).anyMatch(FailureText::isMissingClass);
        } catch (RuntimeException | Error e) {
            return false; // Its methods may be user code.
        }
    }

    /** A driver of JDBC is looked for by its URL, so that no class is missing by name. */
    private static boolean isMissingClass(Throwable failure) {
        return failure instanceof ClassNotFoundException
                || (failure instanceof NoClassDefFoundError && !message(failure).startsWith("Could not initialize"))
                || message(failure).startsWith("No suitable driver");
    }
}
