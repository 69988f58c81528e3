package dev.effe.server.http;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sets up each accepted connection: its handlers in the order in which a request meets them. Thread-safe. */
final class HttpPipeline extends ChannelInitializer<SocketChannel> {

    private final HttpShared shared;
    private final Edge edge;
    private final int maxConnections;
    private final Map<EventLoop, LoopConnections> loops = new ConcurrentHashMap<>();

    HttpPipeline(HttpShared shared, Edge edge, int maxConnections) {
        this.shared = shared;
        this.edge = edge;
        this.maxConnections = maxConnections;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (!shared.stats.opened(maxConnections)) {
            channel.close();
            return;
        }
        edge.addTo(channel.pipeline());
        ProtocolChoice connection = new ProtocolChoice(shared);
        channel.pipeline().addLast("protocol", connection);
        LoopConnections siblings =
                loops.computeIfAbsent(channel.eventLoop(), loop -> new LoopConnections(loop, shared));
        siblings.add(connection);
        channel.closeFuture().addListener(closed -> {
            siblings.remove(connection);
            shared.stats.closed();
        });
    }

    /** Has every clock looked at now, since what they go by has changed. */
    void checkNow() {
        loops.forEach((loop, connections) -> loop.execute(connections));
    }
}
