package dev.effe.server.http;

/** A connection that is told the time. Event-loop-confined. */
interface Clocked {

    /** Looks at the clock and ends what has waited too long. Called a few times a second. */
    void checkTime(long nowNanos);
}
