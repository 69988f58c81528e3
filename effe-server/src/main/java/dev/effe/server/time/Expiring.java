package dev.effe.server.time;

import org.jspecify.annotations.Nullable;

/**
 * Something that can stand in one {@link ExpiryQueue} at a time. Its links are guarded by the lane that holds it, so
 * that adding and removing allocate nothing.
 */
public abstract class Expiring {

    @Nullable Expiring earlier;

    @Nullable Expiring later;

    ExpiryQueue.@Nullable Lane lane;

    long expiresAtNanos;

    /** Called once, on the timer's thread and without a lock, if nobody removed it in time. Must not block. */
    protected abstract void expired();
}
