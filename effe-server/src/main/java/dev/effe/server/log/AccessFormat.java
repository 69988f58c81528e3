package dev.effe.server.log;

/** The form of the lines for answered requests. */
public enum AccessFormat {
    OFF,
    TEXT,
    JSON
}
