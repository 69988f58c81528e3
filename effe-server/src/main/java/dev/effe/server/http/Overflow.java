package dev.effe.server.http;

import dev.effe.server.http.exchange.HttpStats;
import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of one event loop beyond the limit, so that whoever asks for health is answered also when the port is
 * full. The eldest makes room for the next: one that sends its request at once has long been answered by then.
 * Event-loop-confined.
 */
final class Overflow {

    private static final int MOST = 64;

    private final HttpStats stats;
    private final Set<Channel> channels = new LinkedHashSet<>();

    Overflow(HttpStats stats) {
        this.stats = stats;
    }

    void add(Channel channel) {
        if (channels.size() == MOST) {
            Iterator<Channel> eldestFirst = channels.iterator();
            Channel eldest = eldestFirst.next();
            eldestFirst.remove();
            eldest.close();
        }
        channels.add(channel);
        stats.overflowOpened();
        channel.closeFuture().addListener(closed -> {
            channels.remove(channel);
            stats.overflowClosed();
        });
    }
}
