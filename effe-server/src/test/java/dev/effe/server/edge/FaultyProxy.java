package dev.effe.server.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy that slices the bytes of a connection into tiny segments, stalls, cuts and resets it, in each direction,
 * all by a seed. One event loop does everything.
 */
final class FaultyProxy implements AutoCloseable {

    /** Its buffers are not what the leak detector is to look at. */
    private static final ByteBufAllocator UNTRACKED = new UnpooledByteBufAllocator(false, true);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    /** Closed before the event loop: a channel that it gets in its last turn would stay open. */
    private final ChannelGroup channels = new DefaultChannelGroup(loop.next(), true);

    private final int serverPort;
    private final int every;

    /** @param every one mishap in so many bytes of each direction on average; 0 for none */
    FaultyProxy(int serverPort, int every) {
        this.serverPort = serverPort;
        this.every = every;
    }

    @Override
    public void close() {
        channels.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Makes a port for one client, that makes one connection after another: what happens to each follows the seed. */
    Door door(long seed) {
        return new Door(seed);
    }

    final class Door {

        private final long seed;
        private final Map<Integer, Link> links = new ConcurrentHashMap<>();
        private final Channel channel;
        /** Touched only by the event loop. */
        private int accepted;

        Door(long seed) {
            this.seed = seed;
            channel = new ServerBootstrap()
                    .group(loop)
                    .channel(NioServerSocketChannel.class)
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childOption(ChannelOption.ALLOCATOR, UNTRACKED)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel client) {
                            connect(client);
                        }
                    })
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .syncUninterruptibly()
                    .channel();
            channels.add(channel);
        }

        int port() {
            return ((InetSocketAddress) channel.localAddress()).getPort();
        }

        /**
         * True if the proxy, and nobody else, has ended a connection before its time; asked once, at its end.
         *
         * @param connection counted from 0, in the order in which the client made them
         */
        boolean damaged(int connection) {
            Link link = links.remove(connection);
            return link != null && link.damaged;
        }

        private void connect(SocketChannel client) {
            int number = accepted++;
            Link link = new Link(client, ChaosPlan.mix(seed) + number);
            links.put(number, link);
            ChannelFuture connected = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.ALLOCATOR, UNTRACKED)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
            link.server = connected.channel();
            channels.addAll(List.of(client, link.server));
            connected.addListener(done -> link.connected(done.isSuccess()));
        }
    }

    /** A client's connection and the one to the server. Touched only by the event loop, but for whether it is damaged. */
    private final class Link {

        private final Channel client;
        private final long seed;
        private Channel server;
        private int flows = 2;
        private volatile boolean damaged;

        Link(Channel client, long seed) {
            this.client = client;
            this.seed = seed;
        }

        void connected(boolean success) {
            if (!success) {
                reset();
                return;
            }
            client.pipeline().addLast(new Flow(this, client, server, new Mishaps(seed * 2, every)));
            server.pipeline().addLast(new Flow(this, server, client, new Mishaps(seed * 2 + 1, every)));
            client.config().setAutoRead(true);
            server.config().setAutoRead(true);
        }

        void flowEnded() {
            flows--;
            if (flows == 0) {
                client.close();
                server.close();
            }
        }

        void reset() {
            for (Channel channel : new Channel[] {client, server}) {
                if (channel.isOpen()) {
                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                    channel.close();
                }
            }
        }
    }

    /** One direction of a link. */
    private static final class Flow extends ChannelInboundHandlerAdapter {

        private final Link link;
        private final Channel from;
        private final Channel to;
        private final Mishaps mishaps;
        private final ByteBuf waiting = UNTRACKED.heapBuffer();
        private boolean paused;
        private boolean inputEnded;
        private boolean over;

        Flow(Link link, Channel from, Channel to, Mishaps mishaps) {
            this.link = link;
            this.from = from;
            this.to = to;
            this.mishaps = mishaps;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (!over) {
                waiting.discardReadBytes().writeBytes(bytes);
            }
            bytes.release();
            goOn();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                inputEnded = true;
                if (over) {
                    link.flowEnded();
                } else {
                    goOn();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            link.reset();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            link.reset();
        }

        private void goOn() {
            while (!paused && !over && waiting.isReadable()) {
                int size = Math.min(waiting.readableBytes(), mishaps.bytesLeft());
                if (size > 0) {
                    mishaps.passed(size);
                    to.writeAndFlush(waiting.readBytes(size));
                } else {
                    happen(mishaps.next());
                }
            }
            if (inputEnded && !paused && !over) {
                end();
            }
        }

        private void happen(Mishaps.Kind kind) {
            switch (kind) {
                case SLICE -> pause(1);
                case STALL -> pause(mishaps.stallMillis());
                case CUT -> {
                    link.damaged = true;
                    end();
                }
                case RESET -> {
                    link.damaged = true;
                    over = true;
                    link.reset();
                }
            }
        }

        private void pause(int millis) {
            paused = true;
            from.eventLoop()
                    .schedule(
                            () -> {
                                paused = false;
                                goOn();
                            },
                            millis,
                            TimeUnit.MILLISECONDS);
        }

        /** The bytes that still come are dropped, until the sender has ended too. */
        private void end() {
            over = true;
            ((DuplexChannel) to).shutdownOutput();
            if (inputEnded) {
                link.flowEnded();
            }
        }
    }
}
