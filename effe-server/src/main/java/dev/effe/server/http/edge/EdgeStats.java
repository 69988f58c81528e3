package dev.effe.server.http.edge;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what happens in front of HTTP. Thread-safe. */
public final class EdgeStats {

    private final LongAdder handshakes = new LongAdder();
    private final LongAdder handshakesFailed = new LongAdder();
    private final LongAdder proxyRefused = new LongAdder();
    private final LongAdder reloads = new LongAdder();
    private final LongAdder reloadsFailed = new LongAdder();

    /** Written when a certificate is taken. */
    private volatile @Nullable Instant certificateEnd;

    EdgeStats() {}

    void handshake(boolean success) {
        (success ? handshakes : handshakesFailed).increment();
    }

    void refusedProxyHeader() {
        proxyRefused.increment();
    }

    void reloaded(boolean success) {
        (success ? reloads : reloadsFailed).increment();
    }

    void certificateEnds(Instant end) {
        certificateEnd = end;
    }

    /** TLS connections ever made. */
    public long handshakes() {
        return handshakes.sum();
    }

    /** TLS connections that came to nothing: clear text, no common version, no good client certificate, too slow. */
    public long handshakesFailed() {
        return handshakesFailed.sum();
    }

    /** Connections ever closed because they did not begin with a well-formed PROXY header, or one that is believed. */
    public long proxyRefused() {
        return proxyRefused.sum();
    }

    /** The number of times that a new certificate was taken. */
    public long reloads() {
        return reloads.sum();
    }

    /** The number of times that the files had changed and were not good. */
    public long reloadsFailed() {
        return reloadsFailed.sum();
    }

    /** Until when the certificate is valid, in seconds since 1970; not a number without TLS. */
    public double certificateEndSeconds() {
        Instant end = certificateEnd;
        return end == null ? Double.NaN : end.getEpochSecond();
    }
}
