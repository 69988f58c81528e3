package dev.effe.server.http.exchange;

/** A connection that is told the time. Event-loop-confined. */
public interface Clocked {

    /** Looks at the clock and ends what has waited too long. Called a few times a second. */
    void checkTime(long nowNanos);
}
