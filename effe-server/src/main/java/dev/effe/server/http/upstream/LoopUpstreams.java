package dev.effe.server.http.upstream;

import dev.effe.server.http.Transport;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to all servers. Their clocks are looked at together, a few times a second; with no
 * connection it does nothing. Confined to that event loop.
 */
final class LoopUpstreams {

    private static final long PERIOD_MILLIS = 250;

    /** Shorter than servers keep connections: Effe does for 75 s unless it is told otherwise. */
    private static final long IDLE_NANOS = 20_000_000_000L;

    private final EventLoop loop;
    private final Transport transport;
    private final int maxHeadBytes;
    private final Map<Path, SocketConnections> sockets = new HashMap<>();
    private final Set<UpstreamConnection> connections = new LinkedHashSet<>();
    private boolean looking;
    private boolean closed;

    LoopUpstreams(EventLoop loop, Transport transport, int maxHeadBytes) {
        this.loop = loop;
        this.transport = transport;
        this.maxHeadBytes = maxHeadBytes;
    }

    void send(Path socket, UpstreamCall call) {
        if (call.isOver()) {
            return;
        }
        if (closed) {
            call.failed(Upstreams.Failure.NOT_SENT);
            return;
        }
        SocketConnections to = sockets.computeIfAbsent(socket, path -> new SocketConnections());
        @Nullable UpstreamConnection idle = to.pollIdle();
        if (idle != null) {
            idle.begin(call);
        } else {
            connect(socket, to, call);
        }
    }

    /** Sends a call again whose idle connection was closed before anything was written. */
    void sendAnew(Path socket, UpstreamCall call) {
        if (closed || call.isOver()) {
            call.failed(Upstreams.Failure.NOT_SENT);
        } else {
            connect(socket, sockets.computeIfAbsent(socket, path -> new SocketConnections()), call);
        }
    }

    private void connect(Path socket, SocketConnections to, UpstreamCall call) {
        UpstreamConnection connection = new UpstreamConnection(this, socket, to, maxHeadBytes);
        connections.add(connection);
        look();
        connection.begin(call);
        transport
                .newSocketClient(loop)
                .handler(connection)
                .connect(transport.socketAddress(socket))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        connection.ended();
                    }
                });
    }

    void ended(UpstreamConnection connection) {
        connections.remove(connection);
    }

    private void look() {
        if (!looking) {
            looking = true;
            loop.schedule(this::check, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void check() {
        looking = false;
        long now = System.nanoTime();
        for (UpstreamConnection connection : new ArrayList<>(connections)) {
            connection.check(now, IDLE_NANOS);
        }
        sockets.values().removeIf(SocketConnections::isEmpty);
        if (!connections.isEmpty()) {
            look();
        }
    }

    void forget(Path socket) {
        SocketConnections forgotten = sockets.remove(socket);
        if (forgotten != null) {
            forgotten.forget();
        }
    }

    void close() {
        closed = true;
        new ArrayList<>(connections).forEach(UpstreamConnection::close);
    }
}
