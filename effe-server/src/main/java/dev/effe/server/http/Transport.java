package dev.effe.server.http;

import dev.effe.server.loop.LoopThreads;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The event loops, one for each processor: native epoll where it loads, NIO elsewhere. Thread-safe. */
public final class Transport implements AutoCloseable {

    private final boolean epoll;
    private final EventLoopGroup loops;

    /** @param shared the threads that the event loops share with functions; empty for threads of their own */
    public Transport(Optional<LoopThreads> shared) {
        epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollAgain.factory(EpollIoHandler.newFactory()) : NioIoHandler.newFactory();
        int processors = Runtime.getRuntime().availableProcessors();
        loops = shared.map(threads -> sharing(threads, processors, io))
                .orElseGet(() ->
                        new MultiThreadIoEventLoopGroup(processors, new DefaultThreadFactory("effe-loop", true), io));
    }

    private static EventLoopGroup sharing(LoopThreads threads, int processors, IoHandlerFactory io) {
        Executor starter = loop -> threads.startLoop(() -> FastThreadLocalThread.runWithFastThreadLocal(loop));
        return new MultiThreadIoEventLoopGroup(processors, starter, SharingIoHandler.factory(io));
    }

    EventLoopGroup loops() {
        return loops;
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
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
