package dev.effe.server.http;

import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.exchange.HttpShared;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sets up each accepted connection: its handlers in the order in which a request meets them. Thread-safe. */
final class HttpPipeline extends ChannelInitializer<Channel> {

    private final HttpShared shared;
    private final HttpShared whenFull;
    private final Edge edge;
    private final int maxConnections;
    private final Map<EventLoop, LoopConnections> loops = new ConcurrentHashMap<>();

    HttpPipeline(HttpShared shared, Edge edge, int maxConnections) {
        this.shared = shared;
        this.whenFull = shared.whenFull();
        this.edge = edge;
        this.maxConnections = maxConnections;
    }

    @Override
    protected void initChannel(Channel channel) {
        LoopConnections siblings =
                loops.computeIfAbsent(channel.eventLoop(), loop -> new LoopConnections(loop, shared));
        if (shared.stats.opened(maxConnections)) {
            channel.closeFuture().addListener(closed -> shared.stats.closed());
            serve(channel, shared, siblings);
        } else {
            siblings.overflow().add(channel);
            serve(channel, whenFull, siblings);
        }
    }

    private void serve(Channel channel, HttpShared by, LoopConnections siblings) {
        edge.addTo(channel.pipeline());
        ProtocolChoice connection = new ProtocolChoice(by);
        channel.pipeline().addLast("protocol", connection);
        siblings.add(connection);
        channel.closeFuture().addListener(closed -> siblings.remove(connection));
    }

    /** Has every clock looked at now, since what they go by has changed. */
    void checkNow() {
        for (Map.Entry<EventLoop, LoopConnections> each : loops.entrySet()) {
            each.getKey().execute(each.getValue());
        }
    }
}
