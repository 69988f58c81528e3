package dev.effe.server.http.edge;

import dev.effe.server.file.FileWatch;
import dev.effe.server.http.exchange.HttpSettings;
import dev.effe.server.tls.TlsFileException;
import dev.effe.server.tls.TlsFiles;
import dev.effe.server.tls.TlsMaterial;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of a port. New connections get the certificate that the files hold now; those that are open keep theirs.
 * Thread-safe.
 */
final class TlsPort implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TlsPort.class);
    private static final long IDLE_THREAD_SECONDS = 60;

    private final TlsFiles files;
    private final EdgeStats stats;
    private final long handshakeMillis;
    private final boolean http2;
    private final ThreadPoolExecutor handshakes;
    private final FileWatch watch;

    /** Written by the constructor, then by the watch's thread. */
    private volatile SslContext context;

    private TlsPort(TlsFiles files, String stamp, TlsMaterial material, HttpSettings settings, EdgeStats stats)
            throws SSLException {
        this.files = files;
        this.stats = stats;
        handshakeMillis = settings.times().head().toMillis();
        http2 = settings.http2().spoken();
        context = contextOf(material);
        handshakes = handshakeThreads();
        watch = new FileWatch("effe-tls-files", files::stamp, stamp, this::reload);
    }

    /**
     * Reads the files, and watches them from now on.
     *
     * @param settings a handshake may take as long as a request's head; HTTP/2 is offered if it is spoken
     * @throws TlsFileException if they cannot be used
     */
    static TlsPort open(TlsFiles files, HttpSettings settings, EdgeStats stats) throws TlsFileException {
        String stamp = files.stamp();
        TlsMaterial material = files.read();
        TlsPort port;
        try {
            port = new TlsPort(files, stamp, material, settings, stats);
        } catch (SSLException | RuntimeException e) {
            throw files.unusable(e);
        }
        port.watch.start();
        return port;
    }

    /** The threads that compute for handshakes: a signature takes longer than an event loop has. */
    private static ThreadPoolExecutor handshakeThreads() {
        int count = Runtime.getRuntime().availableProcessors();
        // Unbounded, yet holds one task of each connection at most.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NettyThreads("effe-tls"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private void reload() {
        try {
            TlsMaterial material = files.read();
            take(material);
            log.info("Took the new certificate: {}", material.description());
            stats.reloaded(true);
        } catch (TlsFileException | RuntimeException e) {
            log.warn("The certificate from before stays in use: {}", e.getMessage());
            stats.reloaded(false);
        }
    }

    private void take(TlsMaterial material) throws TlsFileException {
        try {
            context = contextOf(material);
        } catch (SSLException e) {
            throw files.unusable(e);
        }
    }

    private SslContext contextOf(TlsMaterial material) throws SSLException {
        SslContext made = TlsRules.context(material, http2);
        if (!material.isValidAt(Instant.now())) {
            log.warn("The certificate of tls-cert is not valid now: {}", material.description());
        }
        stats.certificateEnds(material.certificate().getNotAfter().toInstant());
        return made;
    }

    SslHandler newHandler(Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), handshakes);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }

    @Override
    public void close() {
        watch.close();
        handshakes.shutdown();
    }
}
