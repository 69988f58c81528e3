package dev.effe.server.dispatch;

import dev.effe.server.time.Expiring;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The moments of an invocation, on its dispatcher's clock: when it was dispatched, when its function began to run, when it
 * ended. A part of the invocation, which costs no object of its own. Thread-safe.
 */
abstract class Marks extends Expiring implements EndedInvocation {

    /** Written by dispatch, before any other thread sees the invocation. */
    private long dispatchedNanos;

    // Written under this object's lock. Read without it: exactly by whoever ended it and those who are told of that,
    // and about by others who ask meanwhile.
    private boolean starting;
    private boolean began;
    private boolean ended;
    private long startingNanos;
    private long startNanos;
    private long beganNanos;
    private long endedNanos;

    /** Written before the outcome is told. */
    private @Nullable Outcome outcome;

    /** The clock's time now. */
    abstract long nowNanos();

    final void dispatched(long nanos) {
        dispatchedNanos = nanos;
    }

    final long dispatchedNanos() {
        return dispatchedNanos;
    }

    /** The start of its context begins, for which it waits. */
    final synchronized void starting(long nanos) {
        began = false; // In a context that was of no use, if it has.
        starting = true;
        startingNanos = nanos;
    }

    /**
     * Its function is about to run.
     *
     * @param awaitedNanos how long it has waited for the start of its context
     */
    final synchronized void begins(long nanos, long awaitedNanos) {
        starting = false;
        began = true;
        beganNanos = nanos;
        startNanos += awaitedNanos;
    }

    /** It is over. */
    final synchronized void ended(long nanos) {
        ended = true;
        endedNanos = nanos;
    }

    final void outcome(Outcome known) {
        outcome = known;
    }

    /** The name of the outcome; "" while it goes on. */
    public final String outcomeLabel() {
        Outcome known = outcome;
        return known == null ? "" : Outcome.label(known);
    }

    @Override
    public final Outcome outcome() {
        return Objects.requireNonNull(outcome, "not over");
    }

    @Override
    public final boolean hasRun() {
        return began;
    }

    @Override
    public final long queueNanos() {
        return Math.max(0, (began ? beganNanos : endNanos()) - dispatchedNanos - startNanos());
    }

    @Override
    public final long startNanos() {
        return starting ? startNanos + endNanos() - startingNanos : startNanos;
    }

    @Override
    public final long runNanos() {
        return began ? endNanos() - beganNanos : 0;
    }

    @Override
    public final long totalNanos() {
        return endNanos() - dispatchedNanos;
    }

    /** The time so far, while it goes on. */
    private long endNanos() {
        return ended ? endedNanos : nowNanos();
    }
}
