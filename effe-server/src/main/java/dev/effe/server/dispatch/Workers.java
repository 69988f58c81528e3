package dev.effe.server.dispatch;

import dev.effe.server.cli.WorkerKind;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that call user code: a fresh virtual thread for each call, or a pool of platform threads. What bounds them
 * is admission; a task is never queued here. Thread-safe.
 */
public final class Workers implements Executor, AutoCloseable {

    private static final String NAME = "effe-worker-";
    /** Before it, a virtual thread in {@code synchronized} holds its carrier. */
    private static final int FIRST_JAVA_WITHOUT_PINNING = 24;

    private final Executor executor;

    private Workers(Executor executor) {
        this.executor = executor;
    }

    /**
     * Makes workers of a kind.
     *
     * @param keepAlive how long an idle platform thread is kept
     * @throws IllegalArgumentException if this Java has no virtual threads and they are asked for
     */
    public static Workers of(WorkerKind kind, Duration keepAlive) {
        boolean virtual = kind == WorkerKind.VIRTUAL
                || (kind == WorkerKind.AUTO && Runtime.version().feature() >= FIRST_JAVA_WITHOUT_PINNING);
        return new Workers(virtual ? virtual() : platform(keepAlive));
    }

    private static Executor virtual() {
        ThreadFactory factory = VirtualThreads.factory(NAME);
        return task -> factory.newThread(task).start();
    }

    private static Executor platform(Duration keepAlive) {
        ThreadFactory factory = new PlatformThreads(NAME);
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, keepAlive.toNanos(), TimeUnit.NANOSECONDS, new SynchronousQueue<>(), factory);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** Ends idle threads; what runs, runs on. */
    @Override
    public void close() {
        if (executor instanceof ThreadPoolExecutor pool) {
            pool.shutdown();
        }
    }
}
