package dev.effe.server.http;

import dev.effe.server.http.exchange.Clocked;
import dev.effe.server.http.exchange.HttpShared;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, whose clocks it looks at together, a few times a second; with no connection it
 * does nothing. Confined to that event loop.
 */
final class LoopConnections implements Runnable {

    private static final long SHORTEST_MILLIS = 10;
    private static final long LONGEST_MILLIS = 250;
    /** Thousands whose time is over together are dropped in turns of this length, so that others are served between. */
    private static final long TURN_NANOS = 5_000_000;

    private final EventLoop loop;
    private final HttpShared shared;
    private final long periodMillis;
    private final Set<Clocked> connections = new LinkedHashSet<>();
    private final Overflow overflow;
    private @Nullable Future<?> nextLook;
    /** The connections that this look has not come to yet. A copy: whoever is over time leaves the set. */
    private final Deque<Clocked> unchecked = new ArrayDeque<>();

    LoopConnections(EventLoop loop, HttpShared shared) {
        this.loop = loop;
        this.shared = shared;
        this.overflow = new Overflow(shared.stats);
        this.periodMillis = Math.max(
                SHORTEST_MILLIS,
                Math.min(LONGEST_MILLIS, shortestTimeout(shared).toMillis() / 10));
    }

    private static Duration shortestTimeout(HttpShared shared) {
        Duration shortest = shared.settings.times().head();
        for (Duration other : new Duration[] {
            shared.settings.times().body(),
            shared.settings.times().idle(),
            shared.settings.times().write()
        }) {
            shortest = other.compareTo(shortest) < 0 ? other : shortest;
        }
        return shortest;
    }

    /** The connections among them that are beyond the limit. */
    Overflow overflow() {
        return overflow;
    }

    void add(Clocked connection) {
        connections.add(connection);
        if (nextLook == null) {
            schedule();
        }
    }

    void remove(Clocked connection) {
        connections.remove(connection);
    }

    private void schedule() {
        nextLook = loop.schedule(this, shared.closing ? SHORTEST_MILLIS : periodMillis, TimeUnit.MILLISECONDS);
    }

    /** Looks at every clock, and from now on at the pace that is right now. */
    @Override
    public void run() {
        if (nextLook != null) {
            nextLook.cancel(false);
            nextLook = null;
        }
        unchecked.clear();
        unchecked.addAll(connections);
        check();
    }

    private void check() {
        long now = System.nanoTime();
        for (Clocked connection = unchecked.poll(); connection != null; connection = unchecked.poll()) {
            if (connections.contains(connection)) {
                connection.checkTime(now);
            }
            if (System.nanoTime() - now >= TURN_NANOS) {
                // Not at once: the event loop runs every task that is there before it reads and writes again.
                nextLook = loop.schedule(this::goOn, 1, TimeUnit.MILLISECONDS);
                return;
            }
        }
        if (!connections.isEmpty()) {
            schedule();
        }
    }

    private void goOn() {
        nextLook = null;
        check();
    }
}
