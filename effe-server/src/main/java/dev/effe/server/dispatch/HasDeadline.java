package dev.effe.server.dispatch;

import dev.effe.server.time.Ticker;

/** A request that tells its function how long it has. */
public interface HasDeadline {

    /** Says until when it has, on a clock. */
    void endsAt(long nanos, Ticker clock);
}
