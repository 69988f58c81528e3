package dev.effe.server.pool;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A context and where it stands: STARTING → IDLE ⇄ IN_USE → STOPPING → STOPPED. Its fields are guarded by the pool's
 * lock, but for the value, the time of its start and whether it is unchecked, which belong to whoever claimed it.
 */
public final class PooledContext<C extends @Nullable Object> {

    enum State {
        STARTING,
        IDLE,
        IN_USE,
        STOPPING,
        STOPPED
    }

    private static final AtomicLong MADE = new AtomicLong();

    private final ContextPool<C> pool;

    /** Its number among all contexts of this process, from 1 on. */
    private final long number = MADE.incrementAndGet();

    /** Told when this context's start takes too long, and of a late replacement. */
    Claimant claimant;

    State state = State.STARTING;
    /** Past its time in user code that has not returned. */
    boolean overdue;
    /** Where that code is. */
    @Nullable Thread overdueOn;
    /** Its place was given to another. Only ever true while overdue. */
    boolean replaced;
    /** Its stop threw or took too long. */
    boolean stopFailed;

    /** It is stopped, or about to be, for its age. */
    boolean retiredForAge;

    long idleSinceNanos;
    /** When it is too old, with a jitter of its own, so that contexts of one age do not retire together. */
    long retireAtNanos;

    /** It was idle when it was claimed, and nobody has asked yet whether it is still good. */
    private boolean unchecked;

    private @Nullable C value;
    private long startNanos;
    /** The time of its start alone, without the function's init. */
    private long ownStartNanos;
    /** Whoever claims it first has waited for that, and has not asked how long. */
    private boolean awaited;

    PooledContext(ContextPool<C> pool, Claimant claimant) {
        this.pool = pool;
        this.claimant = claimant;
    }

    public long number() {
        return number;
    }

    /** The object that start returned. For the one that claimed it, until it is released or discarded. */
    @SuppressWarnings("NullAway") // set before anyone can claim it; null only where C allows it
    public C value() {
        return value;
    }

    void value(C started) {
        value = started;
    }

    /**
     * Tells if the one that claimed it is to ask, before it is used, whether it is still good: it was idle for a while, or
     * since before another was found to be broken.
     */
    public boolean isUnchecked() {
        return unchecked;
    }

    /** Says that it is still good. For the one that claimed it. */
    public void checked() {
        unchecked = false;
    }

    /** Written under the pool's lock, before the one that claimed it has it. */
    void unchecked(boolean asks) {
        unchecked = asks;
    }

    /**
     * It took this long to make it ready for its first use.
     *
     * @param initNanos how long the function's init took, if nobody was told of that before
     */
    void started(long nanos, long initNanos) {
        ownStartNanos = Math.max(1, nanos);
        startNanos = nanos + initNanos;
    }

    /** The one that claimed it has waited for its start. */
    PooledContext<C> awaited() {
        awaited = true;
        return this;
    }

    /** The time that it took to make this context, in nanoseconds, for its first user only; 0 for all others. */
    public long takeStartNanos() {
        long taken = startNanos;
        startNanos = 0;
        return taken;
    }

    /** The time that its first user has waited for its start, in nanoseconds; 0 if it did not, and for all others. */
    public long takeAwaitedNanos() {
        long taken = awaited ? ownStartNanos : 0;
        awaited = false;
        return taken;
    }

    /**
     * Says that the user of this context is past its time and has not returned: see {@link ContextPool#runOverdue}.
     *
     * @param user told if its place is given to another later
     * @param thread which has not returned
     * @return whether its place was given to another
     */
    public boolean runOverdue(Claimant user, Thread thread) {
        return pool.runOverdue(this, user, thread);
    }
}
