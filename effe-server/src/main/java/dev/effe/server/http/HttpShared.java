package dev.effe.server.http;

import dev.effe.server.cli.Settings;
import dev.effe.server.route.Route;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of a listener share. Thread-safe. */
final class HttpShared {

    private static final long PIPELINE_NANOS = 2_000_000_000;

    final Route route;
    final Settings settings;
    final Http1Limits limits;
    final HttpStats stats = new HttpStats();
    final RequestIds requestIds = new RequestIds();
    final ClientAddress clientAddress;
    final long timeoutNanos;

    private final AtomicLong unsentTotal = new AtomicLong();

    /** Set once, when the server begins to drain: from then on an answer closes its connection. */
    private volatile boolean draining;
    /** Written before draining is set. */
    private long drainingSinceNanos;

    /** Set once, when the port is closed: connections that wait for a request close. */
    volatile boolean closing;

    HttpShared(Route route, Settings settings) {
        this.route = route;
        this.settings = settings;
        this.clientAddress = new ClientAddress(settings.trustedProxies());
        this.timeoutNanos = settings.timeout().toNanos();
        this.limits = new Http1Limits(
                settings.maxRequestLineBytes(),
                settings.maxHeaderBytes(),
                settings.maxHeaderCount(),
                settings.maxBodyBytes());
    }

    void drain() {
        if (!draining) {
            drainingSinceNanos = System.nanoTime();
            draining = true;
        }
    }

    /**
     * Whether an answer that is about to be written is to be its connection's last, for the sake of the server.
     *
     * @param moreHeld whether more of the client's bytes are there already: pipelined requests are still answered, but
     *     not for ever
     */
    boolean closesAfterAnswer(boolean moreHeld) {
        return draining && (!moreHeld || System.nanoTime() - drainingSinceNanos >= PIPELINE_NANOS);
    }

    Unsent newUnsent() {
        return new Unsent(unsentTotal, settings.maxUnsentBytes(), settings.maxUnsentTotalBytes());
    }
}
