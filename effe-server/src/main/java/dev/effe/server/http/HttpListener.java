package dev.effe.server.http;

import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.exchange.HttpSettings;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.exchange.HttpStats;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Route;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A port, or a unix socket, and its connections. Thread-safe. */
public final class HttpListener implements AutoCloseable {

    private static final int BACKLOG = 4096;
    /** Few enough that those who are connected wait no more than 2 or 3 ms for them. */
    private static final int ACCEPTS_IN_A_TURN = 64;

    private static final int FEWEST_READ_BYTES = 64;
    private static final int FIRST_READ_BYTES = 2048;

    /** For connections whose handshake is under way, and those that wait to be taken on, before the port closes. */
    private static final long HANDSHAKES_NANOS = 100_000_000;

    /** The same where nobody has connected for so long. */
    private static final long FEW_HANDSHAKES_NANOS = 10_000_000;

    private static final long QUIET_NANOS = 1_000_000_000;

    /** The longest wait for connections to be taken on before the port closes. */
    private static final long TAKE_ON_NANOS = 5_000_000_000L;

    private static final long POLL_NANOS = 2_000_000;

    private final HttpShared shared;
    private final HttpPipeline pipeline;
    private final Channel channel;

    /** Null for a TCP port. */
    private final @Nullable SocketFile file;

    private HttpListener(HttpShared shared, HttpPipeline pipeline, Channel channel, @Nullable SocketFile file) {
        this.shared = shared;
        this.pipeline = pipeline;
        this.channel = channel;
        this.file = file;
    }

    /**
     * Where a port is.
     *
     * @param setting the setting that names it, for messages
     * @param host the interface; "" for all
     * @param port 0 picks a free one
     */
    public record Address(String setting, String host, int port) {

        InetSocketAddress socket() {
            return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        }
    }

    /**
     * Binds a port; requests are taken on at once.
     *
     * @param address where
     * @param memory what requests and answers have, those of other ports too
     * @param edge what stands in front of HTTP on this port; not closed with it
     * @throws IOException if the port cannot be had; the message says which and why
     */
    public static HttpListener bind(
            Transport transport, Address address, HttpSettings settings, MemoryBudget memory, Edge edge, Route route)
            throws IOException {
        return bind(transport, address, new HttpShared(route, settings, memory), edge);
    }

    /**
     * Makes a port; requests are taken on at once.
     *
     * @param address where
     * @param shared what its connections have
     * @param edge what stands in front of HTTP on this port; not closed with it
     * @throws IOException if the port cannot be had; the message says which and why
     */
    public static HttpListener bind(Transport transport, Address address, HttpShared shared, Edge edge)
            throws IOException {
        Served served = Served.of(shared, edge);
        ServerBootstrap port = transport
                .newBootstrap()
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true);
        ChannelFuture bound = served.by(port).bind(address.socket()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw ListenFailure.of(address.setting, address.host, address.port, bound.cause());
        }
        return new HttpListener(served.shared, served.pipeline, bound.channel(), null);
    }

    /**
     * Makes a unix socket, which is its owner's only (0600); requests are taken on at once. Its file is gone when it is
     * closed.
     *
     * @param path its file; one that a process has left behind is replaced
     * @param memory what requests and answers have, those of other ports too
     * @throws IOException if the socket cannot be had; the message says why
     */
    public static HttpListener bindSocket(
            Transport transport, Path path, HttpSettings settings, MemoryBudget memory, Route route)
            throws IOException {
        Served served = Served.of(new HttpShared(route, settings, memory), Edge.none());
        ServerBootstrap port = served.by(transport.newSocketBootstrap());
        SocketFile file = new SocketFile(path);
        Channel channel = file.bind(port, transport);
        return new HttpListener(served.shared, served.pipeline, channel, file);
    }

    /** The connections of a port that is to be bound. */
    private record Served(HttpShared shared, HttpPipeline pipeline) {

        static Served of(HttpShared shared, Edge edge) {
            int maxConnections = ConnectionMemory.cap(
                    DescriptorLimit.cap(shared.settings.maxConnections()),
                    edge.hasTls(),
                    Runtime.getRuntime().maxMemory());
            return new Served(shared, new HttpPipeline(shared, edge, maxConnections));
        }

        ServerBootstrap by(ServerBootstrap port) {
            return port.option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, acceptsInATurn())
                    .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads(shared.memory.firstBytes()))
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childHandler(pipeline);
        }
    }

    /**
     * Takes on several of those that wait in each turn of the event loop. By itself Netty 4.2.18 takes on one with epoll:
     * it asks whether as much came as was asked for, and compares the new connection's descriptor with 1.
     */
    static RecvByteBufAllocator acceptsInATurn() {
        return new ServerChannelRecvByteBufAllocator()
                .respectMaybeMoreData(false)
                .maxMessagesPerRead(ACCEPTS_IN_A_TURN);
    }

    /** Reads no more at once than may wait in a buffer of each connection whose body finds no room. */
    private static RecvByteBufAllocator reads(int mostBytes) {
        return new AdaptiveRecvByteBufAllocator(FEWEST_READ_BYTES, FIRST_READ_BYTES, mostBytes);
    }

    /** The TCP port; 0 for a unix socket. */
    public int port() {
        return file != null ? 0 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    public HttpStats stats() {
        return shared.stats;
    }

    /** From now on every answer closes its connection, so that clients go elsewhere with the next request. */
    public void drain() {
        shared.drain();
        pipeline.checkNow();
    }

    /** Closes the port, and each connection as soon as nothing is going on in it. */
    public void stopAccepting() {
        shared.drain();
        if (!channel.isOpen()) {
            return;
        }
        if (file != null) {
            file.close(channel);
        } else if (SynFilter.attach(channel)) {
            LockSupport.parkNanos(this, shared.stats.isQuiet(QUIET_NANOS) ? FEW_HANDSHAKES_NANOS : HANDSHAKES_NANOS);
            awaitTakenOn();
        }
        channel.close().awaitUninterruptibly();
        shared.closing = true;
        pipeline.checkNow();
    }

    /** Closes the port as {@link #stopAccepting} does. */
    @Override
    public void close() {
        stopAccepting();
    }

    /** Waits for event loops that get no processor, or are held up: what they have not taken on would be reset. */
    private void awaitTakenOn() {
        long deadline = System.nanoTime() + TAKE_ON_NANOS;
        while (AcceptQueue.length(channel) > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(this, POLL_NANOS);
        }
    }

    /**
     * Waits until every connection is closed.
     *
     * @param patienceNanos how long
     * @return whether they all are
     */
    public boolean awaitConnectionsClosed(long patienceNanos) throws InterruptedException {
        long deadline = System.nanoTime() + patienceNanos;
        while (shared.stats.connections() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(this, POLL_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return shared.stats.connections() == 0;
    }
}
