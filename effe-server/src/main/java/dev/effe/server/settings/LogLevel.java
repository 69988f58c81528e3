package dev.effe.server.settings;

/** The least severe kind of message that is logged. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
