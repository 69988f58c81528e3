package dev.effe.server.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * As much of a throwable as is read of it: its message, stack, causes and suppressed ones, 20 throwables at most. A
 * method of it that throws is told, or left out. Immutable once read.
 */
final class ReadThrowable implements IThrowableProxy {

    static final int MOST_THROWABLES = 20;

    static final int MOST_MESSAGE_CHARS = 8192;
    private static final int MOST_FRAMES = 1024;
    private static final StackTraceElement[] NO_FRAMES = {};
    private static final StackTraceElementProxy[] NO_PROXIES = {};
    private static final ReadThrowable[] NONE = {};

    private final String className;
    private final @Nullable String message;
    private boolean readable = true;
    private StackTraceElementProxy[] frames = NO_PROXIES;
    private int commonFrames;
    private boolean cyclic;
    private @Nullable ReadThrowable cause;
    private ReadThrowable[] suppressed = NONE;

    private ReadThrowable(String className, @Nullable String message) {
        this.className = className;
        this.message = message;
    }

    static ReadThrowable of(Throwable failure) {
        return of(failure, NO_FRAMES, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** One of which nothing is read but its class. */
    static ReadThrowable unread(Throwable failure, String why) {
        ReadThrowable unread = new ReadThrowable(failure.getClass().getName(), "(not read: " + why + ")");
        unread.readable = false;
        return unread;
    }

    boolean isReadable() {
        return readable;
    }

    /** The same number for throwables of the same classes and stacks, and seldom for others. */
    int kind() {
        int kind = className.hashCode();
        for (StackTraceElementProxy frame : frames) {
            kind = 31 * kind + frame.getStackTraceElement().hashCode();
        }
        return cause == null ? kind : 31 * kind + cause.kind();
    }

    /** Its class, its message and where the function's own code was, in one line. */
    String line() {
        String said = message == null ? className : className + ": " + message;
        String place = FunctionFrames.count(frames) == 0 ? "" : ", at " + frames[0].getStackTraceElement();
        return FailureText.oneLine(LineText.cut(said, MOST_MESSAGE_CHARS)) + place;
    }

    /** True if it and all that it holds are of classes of the JDK's. */
    static boolean isOfTheJdk(Throwable failure) {
        Throwable next = failure;
        for (int i = 0; i < MOST_THROWABLES; i++) {
            ClassLoader loader = next.getClass().getClassLoader();
            if ((loader != null && !loader.equals(ClassLoader.getPlatformClassLoader()))
                    || next.getSuppressed().length > 0) {
                return false;
            }
            Throwable cause = next.getCause();
            if (cause == null) {
                return true;
            }
            next = cause;
        }
        return false;
    }

    private static ReadThrowable of(Throwable failure, StackTraceElement[] enclosing, Set<Throwable> seen) {
        if (seen.contains(failure)) {
            ReadThrowable again = unread(failure, "it is above");
            again.cyclic = true;
            return again;
        }
        if (seen.size() == MOST_THROWABLES) {
            return unread(failure, "there are too many");
        }
        seen.add(failure);
        ReadThrowable read = read(failure);
        StackTraceElement[] stack = guarded(failure::getStackTrace, NO_FRAMES);
        read.commonFrames = commonFrames(stack, enclosing);
        read.frames = proxies(stack);
        Throwable[] others = failure.getSuppressed();
        read.suppressed = new ReadThrowable[Math.min(others.length, MOST_THROWABLES + 1 - seen.size())];
        for (int i = 0; i < read.suppressed.length; i++) {
            read.suppressed[i] = of(others[i], stack, seen);
        }
        Throwable inner = guarded(failure::getCause, null);
        read.cause = inner == null ? null : of(inner, stack, seen);
        return read;
    }

    private static ReadThrowable read(Throwable failure) {
        try {
            String text = failure.getMessage();
            String message = text == null ? null : LineText.cut(text, MOST_MESSAGE_CHARS);
            return new ReadThrowable(failure.getClass().getName(), message);
        } catch (Throwable t) {
            return unread(failure, "its getMessage threw " + t.getClass().getName());
        }
    }

    private static <T extends @Nullable Object> T guarded(Callable<T> userCode, T otherwise) {
        try {
            return userCode.call();
        } catch (Throwable t) {
            return otherwise;
        }
    }

    private static int commonFrames(StackTraceElement[] stack, StackTraceElement[] enclosing) {
        int common = 0;
        while (common < Math.min(stack.length, enclosing.length)
                && stack[stack.length - 1 - common].equals(enclosing[enclosing.length - 1 - common])) {
            common++;
        }
        return common;
    }

    private static StackTraceElementProxy[] proxies(StackTraceElement[] stack) {
        StackTraceElementProxy[] proxies = new StackTraceElementProxy[Math.min(stack.length, MOST_FRAMES)];
        for (int i = 0; i < proxies.length; i++) {
            proxies[i] = new StackTraceElementProxy(stack[i]);
        }
        return proxies;
    }

    @Override
    public @Nullable String getMessage() {
        return message;
    }

    @Override
    public String getClassName() {
        return className;
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return frames;
    }

    @Override
    public int getCommonFrames() {
        return commonFrames;
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return cause;
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return suppressed;
    }

    @Override
    public boolean isCyclic() {
        return cyclic;
    }
}
