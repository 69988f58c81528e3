package dev.effe.server.http.h1;

import dev.effe.server.http.message.RequestMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The requests of a connection that were read ahead of the answer to the one before them. Thread-safe. */
final class WaitingRequests {

    // Guarded by this.
    private final Deque<RequestMessage> requests = new ArrayDeque<>(0);
    private boolean closed;

    synchronized void add(RequestMessage request) {
        if (!closed) {
            requests.add(request);
        }
    }

    /** The next one, which stays; null if there is none. */
    synchronized @Nullable RequestMessage first() {
        return requests.peek();
    }

    /** Takes the next one out; null if there is none. */
    synchronized @Nullable RequestMessage take() {
        return requests.poll();
    }

    synchronized boolean isEmpty() {
        return requests.isEmpty();
    }

    /** None of them will be served any more. */
    synchronized void close() {
        closed = true;
        requests.clear();
    }
}
