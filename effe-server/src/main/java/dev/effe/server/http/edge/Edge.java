package dev.effe.server.http.edge;

import dev.effe.server.http.exchange.ConnectionEnd;
import dev.effe.server.http.exchange.HttpSettings;
import dev.effe.server.net.AddressBlocks;
import dev.effe.server.tls.TlsFileException;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The layers between a port's connections and HTTP: first the PROXY protocol, then TLS, each if it is on. Thread-safe.
 */
public final class Edge implements AutoCloseable {

    /** Above the addresses; HAProxy and the clouds send some hundred bytes at most. */
    private static final int MAX_PROXY_TLV_BYTES = 4096;

    private final EdgeStats stats;
    /** Whose PROXY headers are believed; null if there are none. */
    private final @Nullable AddressBlocks proxies;

    private final @Nullable TlsPort tls;

    private Edge(EdgeStats stats, @Nullable AddressBlocks proxies, @Nullable TlsPort tls) {
        this.stats = stats;
        this.proxies = proxies;
        this.tls = tls;
    }

    /** Nothing: the port's connections begin with HTTP in clear text. */
    public static Edge none() {
        return new Edge(new EdgeStats(), null, null);
    }

    /**
     * The edge of the main port. To be closed if there is TLS.
     *
     * @throws TlsFileException if the certificate or the key cannot be used; the message is one line that says why
     */
    public static Edge of(EdgeSettings settings, HttpSettings http) throws TlsFileException {
        EdgeStats stats = new EdgeStats();
        TlsPort tls = null;
        if (settings.tls().isPresent()) {
            tls = TlsPort.open(settings.tls().get(), http, stats);
        }
        return new Edge(stats, settings.proxies().orElse(null), tls);
    }

    public EdgeStats stats() {
        return stats;
    }

    public boolean hasTls() {
        return tls != null;
    }

    /** Adds a connection's handlers, in front of those for HTTP, which are to be added after them. */
    public void addTo(ChannelPipeline pipeline) {
        if (proxies != null && !proxies.contains(peer(pipeline))) {
            pipeline.addLast("proxy-stranger", new ProxyStranger(stats));
            return;
        }
        if (proxies != null) {
            pipeline.addLast("proxy-signature", new ProxySignature());
            pipeline.addLast("proxy-decoder", new HAProxyMessageDecoder(MAX_PROXY_TLV_BYTES));
            pipeline.addLast("proxy-header", new ProxyHeader(stats));
        }
        if (tls != null) {
            pipeline.addLast("clear-text", new ClearText(stats));
            pipeline.addLast(ConnectionEnd.TLS_HANDLER, tls.newHandler(pipeline.channel()));
            pipeline.addLast(ClearText.TLS_EVENTS, new TlsEvents(stats));
        }
    }

    private static InetAddress peer(ChannelPipeline pipeline) {
        return ((InetSocketAddress) pipeline.channel().remoteAddress()).getAddress();
    }

    /** Ends the threads that it has for TLS. */
    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
    }
}
