package dev.effe.server.function;

/** The instances of a handler that serve its calls. */
public enum HandlerInstances {
    /** Each context has its own, so that its fields are one call's alone. */
    OWN,
    /** All calls have one and the same, which must be thread-safe. */
    SHARED
}
