package dev.effe.server;

import java.lang.reflect.Method;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * With which status this process ends. Java tells it to nobody before the end, but the thread that exits is the one that
 * starts the shutdown hooks, and has the status on its stack. Thread-safe.
 */
final class ExitStatus {

    private static volatile OptionalInt status = OptionalInt.empty();

    private ExitStatus() {}

    /** Empty if nobody exits, or if this Java keeps its stacks closed. */
    static OptionalInt get() {
        return status;
    }

    /** A shutdown hook that finds it out before it runs, unless nobody wants to know it: that takes 10 ms. */
    static final class Hook extends Thread {

        private final BooleanSupplier wanted;

        Hook(Runnable task, String name, BooleanSupplier wanted) {
            super(task, name);
            this.wanted = wanted;
        }

        @Override
        public synchronized void start() {
            if (wanted.getAsBoolean()) {
                status = read();
            }
            super.start();
        }
    }

    private static OptionalInt read() {
        try {
            Class<?> frames = Class.forName("java.lang.LiveStackFrame"); // The manifest opens it.
            Method walker = frames.getDeclaredMethod("getStackWalker");
            Method locals = frames.getDeclaredMethod("getLocals");
            walker.setAccessible(true);
            locals.setAccessible(true);
            Object frame = ((StackWalker) walker.invoke(null))
                    .walk(all -> all.filter(ExitStatus::isExit).findFirst().orElse(null));
            return frame == null ? OptionalInt.empty() : number(((Object[]) locals.invoke(frame))[0]);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return OptionalInt.empty();
        }
    }

    /** {@code static void exit(int status)}, which uses its argument when the hooks have ended. */
    private static boolean isExit(StackWalker.StackFrame frame) {
        return frame.getClassName().equals("java.lang.Shutdown")
                && frame.getMethodName().equals("exit");
    }

    private static OptionalInt number(@Nullable Object local) {
        return local == null ? OptionalInt.empty() : OptionalInt.of((int) Long.parseLong(local.toString()));
    }
}
