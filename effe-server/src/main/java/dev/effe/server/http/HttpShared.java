package dev.effe.server.http;

import dev.effe.server.cli.Settings;
import dev.effe.server.route.Route;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of a listener share. Thread-safe. */
final class HttpShared {

    final Route route;
    final Settings settings;
    final Http1Limits limits;
    final HttpStats stats = new HttpStats();
    final RequestIds requestIds = new RequestIds();
    final long timeoutNanos;

    private final AtomicLong unsentTotal = new AtomicLong();

    /** Set once, when the server begins to drain: every answer from then on closes its connection. */
    volatile boolean draining;
    /** Set once, when the port is closed: connections that wait for a request close. */
    volatile boolean closing;

    HttpShared(Route route, Settings settings) {
        this.route = route;
        this.settings = settings;
        this.timeoutNanos = settings.timeout().toNanos();
        this.limits = new Http1Limits(
                settings.maxRequestLineBytes(),
                settings.maxHeaderBytes(),
                settings.maxHeaderCount(),
                settings.maxBodyBytes());
    }

    Unsent newUnsent() {
        return new Unsent(unsentTotal, settings.maxUnsentBytes(), settings.maxUnsentTotalBytes());
    }
}
