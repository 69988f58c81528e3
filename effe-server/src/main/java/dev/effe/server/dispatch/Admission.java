package dev.effe.server.dispatch;

import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import dev.effe.server.time.Expiring;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the invocations inside the server, so that overload is refused at the door: as many run as there are contexts,
 * and a bounded number waits, first in first out and no longer than the queue timeout. While more comes than can be
 * served, the wait is kept near a twentieth of that timeout: see {@link QueueDelay}. Never blocks. Thread-safe.
 */
public final class Admission {

    /** The wait to keep to under overload is this part of the queue timeout. */
    private static final int TARGET_PART = 20;

    /** More than can ever run or wait: a counter that is beyond it admits nobody. */
    private static final int CLOSED = 1 << 30;

    private static final Outcome QUEUE_TIMED_OUT = new Rejected(Rejection.QUEUE_TIMED_OUT, Duration.ofSeconds(1));

    private final int maxRunning;
    private final int maxQueue;
    private final ExpiryQueue<Waiting> queue;
    private final QueueDelay delay;
    private final Ticker ticker;
    private final AtomicInteger running = new AtomicInteger();
    /** Counts ahead of the queue itself, so that the bound holds however many arrive at once. */
    private final AtomicInteger queued = new AtomicInteger();

    private final AtomicInteger permits = new AtomicInteger();

    public Admission(int maxRunning, int maxQueue, Duration queueTimeout, Ticker ticker) {
        this.maxRunning = maxRunning;
        this.maxQueue = maxQueue;
        this.ticker = ticker;
        queue = ExpiryQueue.fifo(queueTimeout.toNanos(), ticker);
        delay = new QueueDelay(queueTimeout.toNanos() / TARGET_PART, maxRunning, ticker);
    }

    /** The entries that a timer has to let expire: those that waited too long. */
    public ExpiryQueue<?> expiries() {
        return queue;
    }

    /** Returns a permit, with a slot or with a place in the queue, or null if the server is full. */
    @Nullable Permit tryAdmit() {
        // Whoever comes while others wait waits behind them.
        boolean slot = queued.get() == 0 && incrementBelow(running, maxRunning);
        if (!slot && !joinQueue()) {
            return null;
        }
        permits.incrementAndGet();
        return new Permit(this, slot);
    }

    private boolean joinQueue() {
        int ahead = queued.get();
        while (ahead < maxQueue && !delay.isTooLong(ahead)) {
            if (queued.compareAndSet(ahead, ahead + 1)) {
                return true;
            }
            ahead = queued.get();
        }
        if (ahead >= maxQueue) {
            delay.refused();
        }
        return false;
    }

    /** Lets an admitted invocation wait. Returns the one to run instead if a slot came free meanwhile. */
    @Nullable Invocation enqueue(Invocation invocation) {
        Waiting waiting = new Waiting(invocation);
        invocation.waiting = waiting;
        queue.add(waiting);
        return takeNext();
    }

    /** Takes an invocation out of the queue, if it is there. */
    void leaveQueue(@Nullable Waiting waiting) {
        if (waiting != null && queue.remove(waiting)) {
            queued.decrementAndGet();
        }
    }

    @Nullable Invocation slotFreed() {
        running.decrementAndGet();
        return takeNext();
    }

    private @Nullable Invocation takeNext() {
        while (queue.size() > 0 && incrementBelow(running, maxRunning)) {
            Waiting next = queue.poll();
            if (next == null) {
                running.decrementAndGet(); // Its time ran out just now; another may have come.
                continue;
            }
            queued.decrementAndGet();
            if (delay.isTooOld(next.sinceNanos, queue.size())) {
                running.decrementAndGet();
                next.invocation.end(QUEUE_TIMED_OUT);
                continue;
            }
            next.invocation.permit().gainedSlot();
            return next.invocation;
        }
        return null;
    }

    /** Admits nobody from now on. Calls that run or wait go on, and get slots as before. */
    void close() {
        queued.addAndGet(CLOSED);
    }

    /** Returns true once it is closed and nobody runs or waits, nor ever will. */
    boolean isOver() {
        // In this order: whoever leaves the queue for a slot counts in both for a moment.
        return queued.get() == CLOSED && (running.get() == CLOSED || running.compareAndSet(0, CLOSED));
    }

    void permitClosed() {
        permits.decrementAndGet();
    }

    /** Invocations whose response is not yet flushed. */
    public int permits() {
        return permits.get();
    }

    public int running() {
        return open(running);
    }

    public int queued() {
        return open(queued);
    }

    private static int open(AtomicInteger counter) {
        return counter.get() & CLOSED - 1;
    }

    /** The number that may run at once. */
    public int limit() {
        return maxRunning;
    }

    /** Such as "(running=64/64, queued=256/256)". */
    @Override
    public String toString() {
        return "(running=" + running() + "/" + maxRunning + ", queued=" + queued() + "/" + maxQueue + ")";
    }

    private static boolean incrementBelow(AtomicInteger counter, int limit) {
        int now = counter.get();
        while (now < limit) {
            if (counter.compareAndSet(now, now + 1)) {
                return true;
            }
            now = counter.get();
        }
        return false;
    }

    /** An invocation's stand in the queue. */
    final class Waiting extends Expiring {

        private final Invocation invocation;
        private final long sinceNanos = ticker.nanos();

        Waiting(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        protected void expired() {
            queued.decrementAndGet();
            delay.refused();
            invocation.end(QUEUE_TIMED_OUT);
        }
    }
}
