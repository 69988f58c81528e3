package dev.effe.server.log;

import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Tells a function's part of a stack from that of the server, which called it. Stateless. */
public final class FunctionFrames {

    private static final String CALLER = "dev.effe.server.function.LoadedFunction";
    private static final String ADAPTERS = "dev.effe.lambda.runtime.";

    /** As a throwable prints a frame: the name of a class loader may be before that of the class. */
    private static final Pattern LINE_OF_SERVER = Pattern.compile("\tat (?:.*/)?dev\\.effe\\.(?:server|lambda)\\.");

    private FunctionFrames() {}

    /** The number of frames, from the top, above those that called the function: all if the function was not called. */
    public static int count(StackTraceElement[] stack) {
        return count(stack, StackTraceElement::getClassName);
    }

    static int count(StackTraceElementProxy[] stack) {
        return count(stack, frame -> frame.getStackTraceElement().getClassName());
    }

    private static <T> int count(T[] stack, Function<T, String> type) {
        for (int i = 0; i < stack.length; i++) {
            String name = type.apply(stack[i]);
            if (name.startsWith(ADAPTERS) || (i > 0 && name.equals(CALLER))) {
                return i;
            }
        }
        return stack.length;
    }

    /** True if a text is the line of a frame that is the server's. */
    static boolean isLineOfServer(String text) {
        return text.startsWith("\tat ") && LINE_OF_SERVER.matcher(text).lookingAt();
    }
}
