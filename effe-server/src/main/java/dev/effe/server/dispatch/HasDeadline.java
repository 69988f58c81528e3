package dev.effe.server.dispatch;

/** A request that tells its function how long it has. */
public interface HasDeadline {

    /** From now on it has this long. */
    void endsIn(long nanos);
}
