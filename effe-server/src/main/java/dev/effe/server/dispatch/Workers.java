package dev.effe.server.dispatch;

import dev.effe.server.jdk.LowPriority;
import dev.effe.server.jdk.ThreadLocals;
import dev.effe.server.jdk.VirtualThreads;
import dev.effe.server.loop.LoopThreads;
import dev.effe.server.loop.ShortCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that call user code. Admission bounds them; a task is never queued here. Thread-safe.
 *
 * <p>There are four kinds: a fresh virtual thread for each call, scheduled by Java; a pool of platform threads; virtual
 * threads on the event loops, with platform threads for the time in which calls compute rather than wait; and, where Java
 * has none of those, a few platform threads that short calls share, with the pool for the time in which calls take long.
 */
public final class Workers implements Executor, AutoCloseable {

    private static final String NAME = "effe-worker-";

    private final Executor executor;
    private final @Nullable LoopThreads loopThreads;
    private final @Nullable ThreadPoolExecutor platform;

    private Workers(Executor executor, @Nullable LoopThreads loopThreads, @Nullable ThreadPoolExecutor platform) {
        this.executor = executor;
        this.loopThreads = loopThreads;
        this.platform = platform;
    }

    /**
     * Makes workers of a kind.
     *
     * @param keepAlive how long an idle platform thread is kept
     * @throws IllegalArgumentException if this Java has no virtual threads and they are asked for
     */
    public static Workers of(WorkerKind kind, Duration keepAlive) {
        if (kind == WorkerKind.VIRTUAL) {
            return virtual();
        }
        if (kind == WorkerKind.PLATFORM) {
            ThreadPoolExecutor platform = platform(keepAlive, () -> {});
            return new Workers(platform, null, platform);
        }
        ThreadPoolExecutor platform = platform(keepAlive, LowPriority::take);
        return LoopThreads.of(Runtime.getRuntime().availableProcessors(), platform)
                .map(loops -> new Workers(onLoops(loops, platform), loops, platform))
                .orElseGet(() -> areVirtualThreadsGood() ? virtual() : sharing(platform));
    }

    private static Workers sharing(ThreadPoolExecutor platform) {
        ShortCalls calls = ShortCalls.of(platform, Runtime.getRuntime().availableProcessors());
        return new Workers(calls, null, platform);
    }

    private static Executor onLoops(LoopThreads loops, Executor platform) {
        return task -> {
            if (loops.areFree()) {
                loops.call(task);
            } else {
                platform.execute(task);
            }
        };
    }

    /** Before Java 24, a virtual thread in {@code synchronized} holds its carrier. */
    private static boolean areVirtualThreadsGood() {
        return Runtime.version().feature() >= 24;
    }

    private static Workers virtual() {
        ThreadFactory factory = VirtualThreads.factory(NAME);
        return new Workers(task -> factory.newThread(task).start(), null, null);
    }

    private static ThreadPoolExecutor platform(Duration keepAlive, Runnable begin) {
        ThreadFactory factory = new PlatformThreads(NAME, begin);
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, keepAlive.toNanos(), TimeUnit.NANOSECONDS, new SynchronousQueue<>(), factory) {
            @Override
            protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                ThreadLocals.forget();
            }
        };
    }

    /** Returns the threads that event loops are to share with functions; empty if functions have their own. */
    public Optional<LoopThreads> loopThreads() {
        return Optional.ofNullable(loopThreads);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** Ends idle threads; what runs, runs on. Event loops that share threads are to have ended before. */
    @Override
    public void close() {
        if (loopThreads != null) {
            loopThreads.close();
        }
        if (executor instanceof ShortCalls calls) {
            calls.close();
        }
        if (platform != null) {
            platform.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
        }
    }
}
