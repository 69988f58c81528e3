package dev.effe.server.cli;

/** The threads that run functions. */
public enum WorkerKind {
    /** Virtual where {@code synchronized} does not pin them (Java 24 and later), else platform. */
    AUTO,
    VIRTUAL,
    PLATFORM
}
