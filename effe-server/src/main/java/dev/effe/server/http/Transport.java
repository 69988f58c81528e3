package dev.effe.server.http;

import dev.effe.server.http.edge.NettyThreads;
import dev.effe.server.loop.LoopThreads;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The event loops, one for each processor: native epoll where it loads, NIO elsewhere. Thread-safe. */
public final class Transport implements AutoCloseable {

    /**
     * The bytes of an answer that Linux takes beyond those on their way: it would take megabytes for a client that does
     * not read, without anybody noticing.
     */
    private static final long NOT_SENT_BYTES = 128 * 1024;

    private final boolean epoll;
    private final EventLoopGroup loops;

    /** @param shared the threads that the event loops share with functions; empty for threads of their own */
    public Transport(Optional<LoopThreads> shared) {
        epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollAgain.factory(EpollIoHandler.newFactory()) : NioIoHandler.newFactory();
        int processors = Runtime.getRuntime().availableProcessors();
        loops = shared.map(threads -> sharing(threads, processors, io))
                .orElseGet(() -> new MultiThreadIoEventLoopGroup(processors, new NettyThreads("effe-loop"), io));
    }

    private static EventLoopGroup sharing(LoopThreads threads, int processors, IoHandlerFactory io) {
        Executor starter = loop -> threads.startLoop(() -> FastThreadLocalThread.runWithFastThreadLocal(loop));
        return new MultiThreadIoEventLoopGroup(processors, starter, SharingIoHandler.factory(io));
    }

    /** The event loops, for whoever knows Netty. */
    public EventLoopGroup loops() {
        return loops;
    }

    /** The delay of the event loops, which is measured once somebody asks for it. */
    public LoopLag lag() {
        return new LoopLag(loops);
    }

    /** For a port whose connections these event loops serve. */
    ServerBootstrap newBootstrap() {
        ServerBootstrap bootstrap = new ServerBootstrap().group(loops);
        return epoll
                ? bootstrap
                        .channel(EpollServerSocketChannel.class)
                        .childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_BYTES)
                : bootstrap.channel(NioServerSocketChannel.class);
    }

    /** For a unix socket whose connections these event loops serve. */
    ServerBootstrap newSocketBootstrap() {
        return new ServerBootstrap()
                .group(loops)
                .channel(epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class);
    }

    /**
     * For connections of an event loop to unix sockets. A failed write does not close them: an answer that is there already
     * is still read.
     */
    public Bootstrap newSocketClient(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class)
                .option(ChannelOption.AUTO_CLOSE, false);
    }

    /** The address of a unix socket. */
    public SocketAddress socketAddress(Path path) {
        return epoll ? new DomainSocketAddress(path.toString()) : UnixDomainSocketAddress.of(path);
    }

    /** Such as "epoll", for the start line. */
    public String name() {
        return epoll ? "epoll" : "NIO";
    }

    /** Ends the event loops once their tasks are done. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
