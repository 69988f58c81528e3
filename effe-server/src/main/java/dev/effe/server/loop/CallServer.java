package dev.effe.server.loop;

import dev.effe.server.jdk.ThreadLocals;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A thread that makes {@link ShortCalls}, until none is ready. Their answers wake the event loop when there is nothing to
 * do or after sixteen of them, rather than each for itself.
 */
public final class CallServer implements Runnable {

    private static final int MOST_UNTOLD = 16;

    /** Which of those at work it is. */
    final int place;

    private final ShortCalls shared;
    /** Counts the calls that were begun. Written by this thread. */
    private final AtomicLong calls = new AtomicLong();
    /** The event loops that may not know of their latest answers. The watch wakes them too. */
    private final Set<Executor> untold = ConcurrentHashMap.newKeySet();

    private int untoldCount;

    /** Null before it has begun, and if others cannot ask how it is. */
    private volatile @Nullable WorkerThread thread;

    // Touched only by the watch: where a sample of its time began.
    private long sampleCalls;
    private long sampleCpuNanos;

    CallServer(ShortCalls shared, int place) {
        this.shared = shared;
        this.place = place;
    }

    long calls() {
        return calls.get();
    }

    @Override
    public void run() {
        boolean left = false;
        WorkerThread worker = WorkerThread.current();
        if (worker != null) {
            worker.canBeAsked();
            worker.server = this;
            thread = worker;
        }
        try {
            while (!left) {
                makeAll();
                left = shared.leave(this);
            }
        } finally {
            if (worker != null) {
                worker.server = null;
            }
            if (!left) {
                shared.died(this);
            }
        }
    }

    private void makeAll() {
        for (Runnable next = shared.next(this); next != null; next = shared.next(this)) {
            make(next);
        }
        untoldCount = 0;
        wakeLoops();
    }

    private void make(Runnable call) {
        calls.lazySet(calls.get() + 1);
        try {
            call.run();
        } finally {
            ThreadLocals.forget();
            Thread.interrupted();
        }
    }

    // For the watch.

    /** True if its call waits for something else than a processor. */
    boolean isWaiting() {
        WorkerThread asked = thread;
        return asked != null && asked.isWaiting();
    }

    /** True if it has had a processor for a while, and for longer than so many for each call that it made. */
    boolean computes(long leastNanos, long callNanos) {
        WorkerThread asked = thread;
        long cpuNanos = asked == null ? -1 : asked.cpuNanos();
        long sample = cpuNanos - sampleCpuNanos;
        if (cpuNanos < 0 || sample < leastNanos) {
            return false;
        }
        boolean computes = (calls() - sampleCalls) * callNanos <= sample;
        sampleCalls = calls();
        sampleCpuNanos = cpuNanos;
        return computes;
    }

    // For the event loop's sake.

    /**
     * The server that is the current thread, if an event loop need not be woken for its answer now; {@link #leftUntold} is
     * to follow. Null if it is to be woken.
     */
    public static @Nullable CallServer sparing(Executor loop) {
        WorkerThread worker = WorkerThread.current();
        CallServer server = worker == null ? null : worker.server;
        return server != null && server.spares(loop) ? server : null;
    }

    private boolean spares(Executor loop) {
        if (shared.isReady() && untoldCount < MOST_UNTOLD) {
            return true;
        }
        untoldCount = 0;
        untold.remove(loop); // It is woken for this one.
        wakeLoops();
        return false;
    }

    /** The event loop has an answer, and was not woken for it. */
    public void leftUntold(Executor loop) {
        untoldCount++;
        untold.add(loop);
    }

    /** Wakes event loops that may have answers which they do not know of. On any thread. */
    void wakeLoops() {
        untold.forEach(this::wake);
    }

    private void wake(Executor loop) {
        untold.remove(loop); // Before, so that none is lost.
        try {
            loop.execute(CallServer::doNothing);
        } catch (RejectedExecutionException e) {
            // It has ended, and its connections with it.
        }
    }

    private static void doNothing() {}
}
