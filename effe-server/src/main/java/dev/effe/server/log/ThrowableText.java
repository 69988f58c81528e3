package dev.effe.server.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes throwables as {@link Throwable#printStackTrace()} does, within bounds: however deep the chain of causes is, it
 * takes no deeper stack and no more text. Frames of what called the function are left out.
 */
final class ThrowableText {

    /** Where no further throwable is begun; the last one may go beyond it. */
    static final int MOST_CHARS = 32_768;

    private static final int MOST_FRAMES = 200;

    private final StringBuilder text = new StringBuilder(1024);
    /** The throwables that are still to be written, the next one first. */
    private final Deque<Part> parts = new ArrayDeque<>();

    private ThrowableText() {}

    private record Part(IThrowableProxy failure, String indent, String introduction) {}

    static String of(IThrowableProxy failure) {
        ThrowableText all = new ThrowableText();
        all.parts.push(new Part(failure, "", ""));
        int written = 0;
        while (!all.parts.isEmpty() && all.text.length() < MOST_CHARS && written++ < ReadThrowable.MOST_THROWABLES) {
            all.write(all.parts.pop());
        }
        if (!all.parts.isEmpty()) {
            all.text.append("… (and more)");
        }
        return all.text.toString();
    }

    private void write(Part part) {
        IThrowableProxy failure = part.failure();
        text.append(part.indent()).append(part.introduction()).append(failure.getClassName());
        String message = failure.getMessage();
        if (message != null) {
            text.append(": ").append(LineText.cut(message, 2 * ReadThrowable.MOST_MESSAGE_CHARS));
        }
        text.append('\n');
        if (failure.isCyclic()) {
            return;
        }
        frames(failure, part.indent());
        push(failure.getCause(), part.indent(), "Caused by: ");
        IThrowableProxy[] suppressed = failure.getSuppressed();
        for (int i = suppressed.length - 1; i >= 0; i--) {
            push(suppressed[i], part.indent() + "\t", "Suppressed: ");
        }
    }

    private void push(@Nullable IThrowableProxy failure, String indent, String introduction) {
        if (failure != null) {
            parts.push(new Part(failure, indent, introduction));
        }
    }

    private void frames(IThrowableProxy failure, String indent) {
        StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
        int functions = FunctionFrames.count(frames);
        int own = Math.max(0, Math.min(functions, frames.length - failure.getCommonFrames()));
        int shown = Math.min(own, MOST_FRAMES);
        for (int i = 0; i < shown; i++) {
            text.append(indent).append("\tat ").append(plain(frames[i])).append('\n');
        }
        if (shown < own) {
            text.append(indent).append("\t... ").append(own - shown).append(" frames omitted\n");
        }
        if (own < functions) {
            text.append(indent).append("\t... ").append(functions - own);
            text.append(" common frames omitted\n");
        }
    }

    /** Without the name of its class loader, which is the same for all frames of a function. */
    private static StackTraceElement plain(StackTraceElementProxy proxy) {
        StackTraceElement frame = proxy.getStackTraceElement();
        return new StackTraceElement(
                null,
                frame.getModuleName(),
                frame.getModuleVersion(),
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }
}
