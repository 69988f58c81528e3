package dev.effe.server.health;

/** Where a server stands: STARTING → RUNNING → DRAINING → STOPPED. */
public enum ServerState {
    /** Not ready: the port may be bound, but the minimum of contexts is not started. */
    STARTING,
    /** Ready. */
    RUNNING,
    /** Not ready; what is going on is finished. */
    DRAINING,
    STOPPED
}
