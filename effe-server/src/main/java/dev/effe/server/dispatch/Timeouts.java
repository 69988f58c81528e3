package dev.effe.server.dispatch;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param call until it is over, or the first byte of its answer is on its way
 * @param stream from that byte on
 */
public record Timeouts(Duration call, Duration stream) {}
