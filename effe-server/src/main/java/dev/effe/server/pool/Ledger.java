package dev.effe.server.pool;

import dev.effe.server.pool.PooledContext.State;

/** Counts contexts by their state, and what has ever happened to them. Guarded by the pool's lock. */
final class Ledger {

    private int starting;
    private int idle;
    private int inUse;
    private int stopping;

    /** Contexts that hold a place: all but the stopped and the replaced. */
    int places;
    /** Contexts whose user code went past its time and has not returned. */
    int overdue;
    /** Contexts that can serve, now or soon: started or being started, and not overdue. */
    int serving;
    /** Contexts in use that are not overdue, and so are expected to be released. */
    private int lent;

    private long started;
    long startFailures;
    private long stopped;
    long stopFailures;

    /** Opens the account of a new context, in state STARTING. */
    void opened() {
        places++;
        starting++;
        serving++;
    }

    void move(PooledContext<?> context, State to) {
        State from = context.state;
        count(from, -1);
        count(to, 1);
        if (!context.overdue) {
            lent += lent(to) - lent(from);
        }
        if (isServing(context) && (to == State.STOPPING || to == State.STOPPED)) {
            serving--;
        }
        if (from == State.STARTING && to != State.STOPPED) {
            started++;
        }
        if (from == State.STOPPING) {
            stopped++;
        }
        context.state = to;
    }

    private static int lent(State state) {
        return state == State.IN_USE ? 1 : 0;
    }

    private void count(State state, int change) {
        switch (state) {
            case STARTING -> starting += change;
            case IDLE -> idle += change;
            case IN_USE -> inUse += change;
            case STOPPING -> stopping += change;
            case STOPPED -> {} // Has no place here; stopped counts them.
        }
    }

    /** Its user code went past its time. */
    void overdue(PooledContext<?> context) {
        if (isServing(context)) {
            serving--;
        }
        lent -= lent(context.state);
        context.overdue = true;
        overdue++;
    }

    /** True if a context is in use that is expected to be released. */
    boolean usableInUse() {
        return lent > 0;
    }

    /** Contexts that are started and can serve. */
    int usable() {
        return idle + lent;
    }

    private static boolean isServing(PooledContext<?> context) {
        return !context.overdue && context.state != State.STOPPING && context.state != State.STOPPED;
    }

    /** True if every context that was started is stopped, and none is being started. */
    boolean isEmpty() {
        return starting + idle + inUse + stopping == 0;
    }

    PoolStats snapshot(int waiting) {
        return new PoolStats(
                idle, inUse, starting, stopping, overdue, waiting, started, startFailures, stopped, stopFailures);
    }
}
