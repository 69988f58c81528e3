package dev.effe.bench.overload;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests when they are due, on whichever connection is free, and makes a new one if none is: one event loop, no
 * waiting for answers.
 */
public final class Generator implements AutoCloseable {

    private static final long PACE_MICROS = 500;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final InetSocketAddress server;
    /** Touched only by the event loop; the one that was used last comes first. */
    private final ArrayDeque<Client> free = new ArrayDeque<>();

    private int nextId;

    public Generator(int port) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Runs streams of requests at once, and waits for every answer. */
    public void run(Phase... phases) {
        CompletableFuture<?>[] done = new CompletableFuture<?>[phases.length];
        for (int i = 0; i < phases.length; i++) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            Phase phase = phases[i];
            loop.execute(() -> pace(phase, over));
            done[i] = over;
        }
        CompletableFuture.allOf(done).join();
    }

    /** Sends what is due, and comes again. */
    private void pace(Phase phase, CompletableFuture<Void> over) {
        long now = System.nanoTime();
        while (phase.dueNanos(phase.sent) < Math.min(now, phase.endNanos)) {
            send(phase, phase.dueNanos(phase.sent++));
        }
        if (phase.isOver(now)) {
            over.complete(null);
        } else if (now > phase.endNanos + PATIENCE_NANOS) {
            over.completeExceptionally(new IllegalStateException("Some requests got no answer in 30 s"));
        } else {
            loop.schedule(() -> pace(phase, over), PACE_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    private void send(Phase phase, long dueNanos) {
        int id = nextId++;
        Client client = free.pollFirst();
        while (client != null && !client.isOpen()) {
            client = free.pollFirst();
        }
        if (client != null) {
            client.send(phase, dueNanos, id);
            return;
        }
        Client made = new Client(free::addFirst);
        new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(made);
                    }
                })
                .connect(server)
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        made.send(phase, dueNanos, id);
                    } else {
                        phase.wrong++;
                    }
                });
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
