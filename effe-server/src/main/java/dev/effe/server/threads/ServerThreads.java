package dev.effe.server.threads;

import dev.effe.server.jdk.MakersRights;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Makes the server's own threads: daemons that inherit nothing from whoever makes them, neither ThreadLocals nor a class
 * loader nor rights, since that may be a call of a function's. Thread-safe.
 */
public final class ServerThreads {

    private ServerThreads() {}

    /** A thread that the server cannot do without: whatever it throws is fatal. */
    public static Thread vital(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        adoptVital(thread);
        return thread;
    }

    /** A thread of which there are others: an Error in it is fatal, an exception costs its task. */
    public static Thread replaceable(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        adoptReplaceable(thread);
        return thread;
    }

    /** Makes a {@link #vital} thread of one that is not started yet. */
    public static void adoptVital(Thread thread) {
        adopt(thread, Fatal::died);
    }

    /** Makes a {@link #replaceable} thread of one that is not started yet. */
    public static void adoptReplaceable(Thread thread) {
        adopt(thread, Fatal::check);
    }

    private static void adopt(Thread thread, Consumer<Throwable> whenItDies) {
        MakersRights.forget(thread);
        thread.setDaemon(true);
        thread.setContextClassLoader(ServerThreads.class.getClassLoader());
        thread.setUncaughtExceptionHandler((dying, failure) -> {
            whenItDies.accept(failure);
            dying.getThreadGroup().uncaughtException(dying, failure); // As Java does it.
        });
    }

    /** Waits to be unparked, if not for ever. No interrupt stays: user code interrupts whatever thread it finds. */
    public static void parkNanos(Object waitsFor, long nanos) {
        LockSupport.parkNanos(waitsFor, nanos);
        Thread.interrupted();
    }
}
