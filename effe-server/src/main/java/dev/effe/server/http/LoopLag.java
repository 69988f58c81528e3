package dev.effe.server.http;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The delay of event loops: how much later than due a task of each is run, which it has each second once somebody wants
 * to know. What runs on an event loop and does not let go of it delays all its connections as long. Thread-safe.
 */
public final class LoopLag {

    private static final long PERIOD_NANOS = 1_000_000_000;
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private final EventLoopGroup loops;

    // Guarded by this.
    private boolean measured;
    private long windowBeganNanos = System.nanoTime();
    private long longestNanos;
    private long longestBeforeNanos;

    LoopLag(EventLoopGroup loops) {
        this.loops = loops;
    }

    /** Measures from now on, until the event loops end. */
    public synchronized void measure() {
        if (!measured) {
            measured = true;
            loops.forEach(this::next);
        }
    }

    private void next(EventExecutor loop) {
        long dueNanos = System.nanoTime() + PERIOD_NANOS;
        if (!loop.isShuttingDown()) {
            loop.schedule(() -> ran(loop, dueNanos), PERIOD_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void ran(EventExecutor loop, long dueNanos) {
        long now = System.nanoTime();
        note(now - dueNanos, now);
        next(loop);
    }

    synchronized void note(long lagNanos, long nowNanos) {
        turn(nowNanos);
        longestNanos = Math.max(longestNanos, lagNanos);
    }

    private void turn(long nowNanos) {
        long age = nowNanos - windowBeganNanos;
        if (age >= WINDOW_NANOS) {
            longestBeforeNanos = age < 2 * WINDOW_NANOS ? longestNanos : 0;
            longestNanos = 0;
            windowBeganNanos = nowNanos;
        }
    }

    /** Returns the longest delay of the last one to two minutes. */
    public double longestSeconds() {
        return longestNanos(System.nanoTime()) / 1e9;
    }

    synchronized long longestNanos(long nowNanos) {
        turn(nowNanos);
        return Math.max(longestNanos, longestBeforeNanos);
    }
}
