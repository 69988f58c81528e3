package dev.effe.tool.remote;

/**
 * A line of a function's log. Immutable.
 *
 * @param time as {@code 2026-11-30T20:00:00.123Z}
 * @param function the name that it is deployed by
 * @param version of the function that has printed it; "" if that is not known
 * @param stream the instance that has printed it
 */
public record LogEvent(String time, String function, String version, String stream, String message) {}
