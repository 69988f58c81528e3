package dev.effe.server.http;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The request bodies that arrive in one connection of HTTP/2, each held until it is complete. While they are too large
 * together only the oldest goes on, and the windows of the others stay closed. So the server holds no more than the
 * limit, one whole body, and a window for each other stream; and as the oldest ends some time, each has its turn.
 * Event-loop-confined.
 */
final class Uploads {

    private final long limitBytes;
    private final Set<Http2Exchange> open = new LinkedHashSet<>();
    private long heldBytes;
    private long receivedBytes;

    Uploads(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Part of a body has come. Returns whether the client may send more of it now; if not, it is told later. */
    boolean took(Http2Exchange exchange, int bytes) {
        open.add(exchange);
        heldBytes += bytes;
        receivedBytes += bytes;
        return mayGoOn(exchange);
    }

    /** What has come of all of them; only ever grows. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** A body is complete or given up: this much of it is not held here any more. */
    void ended(Http2Exchange exchange, int bytes) {
        boolean full = isFull();
        heldBytes -= bytes;
        if (open.remove(exchange) && full) {
            for (Http2Exchange other : open) {
                if (mayGoOn(other)) {
                    other.goOn();
                }
            }
        }
    }

    private boolean mayGoOn(Http2Exchange exchange) {
        return !isFull() || open.iterator().next() == exchange;
    }

    private boolean isFull() {
        return heldBytes > limitBytes;
    }
}
