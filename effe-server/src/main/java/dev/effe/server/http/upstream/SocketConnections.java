package dev.effe.server.http.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The idle connections of an event loop to one socket, the one used last first. Confined to that event loop. */
final class SocketConnections {

    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
    /** The number of those that are idle or in use. */
    private int open;

    private boolean forgotten;

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }

    /** It takes no further call. */
    void leave(UpstreamConnection connection) {
        idle.remove(connection);
    }

    boolean isEmpty() {
        return open == 0;
    }

    @Nullable UpstreamConnection pollIdle() {
        return idle.pollFirst();
    }

    /** Returns false if it is not to be kept. */
    boolean keep(UpstreamConnection connection) {
        if (!forgotten) {
            idle.addFirst(connection);
        }
        return !forgotten;
    }

    /** Closes those that are idle, and keeps none any more. */
    void forget() {
        forgotten = true;
        new ArrayList<>(idle).forEach(UpstreamConnection::close);
    }
}
