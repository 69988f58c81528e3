package dev.effe.server.pool;

import dev.effe.server.pool.PooledContext.State;

/** Counts contexts by their state, and what has ever happened to them. Guarded by the pool's lock. */
final class Ledger {

    private final int[] counts = new int[State.values().length];

    /** Contexts that hold a place: all but the stopped and the replaced. */
    int places;
    /** Contexts whose user code went past its time and has not returned. */
    int overdue;

    private long started;
    long startFailures;
    private long stopped;
    long stopFailures;

    /** Opens the account of a new context, in state STARTING. */
    void opened() {
        places++;
        counts[State.STARTING.ordinal()]++;
    }

    void move(PooledContext<?> context, State to) {
        counts[context.state.ordinal()]--;
        counts[to.ordinal()]++;
        if (context.state == State.STARTING && to != State.STOPPED) {
            started++;
        }
        if (context.state == State.STOPPING) {
            stopped++;
        }
        context.state = to;
    }

    int in(State state) {
        return counts[state.ordinal()];
    }

    /** Contexts that can serve, now or soon. */
    int serving() {
        return in(State.STARTING) + in(State.IDLE) + in(State.IN_USE);
    }

    /** Whether every context that was started is stopped, and none is being started. */
    boolean isEmpty() {
        return serving() + in(State.STOPPING) == 0;
    }

    PoolStats snapshot(int waiting) {
        return new PoolStats(
                in(State.IDLE),
                in(State.IN_USE),
                in(State.STARTING),
                in(State.STOPPING),
                overdue,
                waiting,
                started,
                startFailures,
                stopped,
                stopFailures);
    }
}
