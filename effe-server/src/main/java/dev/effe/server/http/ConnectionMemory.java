package dev.effe.server.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps connections within a third of the heap, for what each has that is not charged one by one: its handlers, the first
 * bytes of a head, and with TLS its engine.
 */
final class ConnectionMemory {

    private static final Logger log = LoggerFactory.getLogger(ConnectionMemory.class);
    private static final long CLEAR_BYTES = 8 * 1024;
    private static final long TLS_BYTES = 16 * 1024;

    private ConnectionMemory() {}

    /** Returns the number of connections that can be open. */
    static int cap(int maxConnections, boolean tls, long heapBytes) {
        long each = tls ? TLS_BYTES : CLEAR_BYTES;
        long most = Math.max(1, heapBytes / 3 / each);
        if (most >= maxConnections) {
            return maxConnections;
        }
        log.info(
                "At most {} connections, not {}: each may need {} KiB, and a third of the heap of {} MiB is for them"
                        + " (-Xmx)",
                most,
                maxConnections,
                each / 1024,
                heapBytes / (1024 * 1024));
        return (int) most;
    }
}
