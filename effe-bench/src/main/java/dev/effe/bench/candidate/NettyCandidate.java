package dev.effe.bench.candidate;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Bare Netty with the transport and the number of loops that Effe uses: the practical limit. Arguments: the port, and
 * {@code loop} to answer on the event loop, {@code workers} to hand each request to a thread of its own, virtual where
 * Java has it, or {@code http2} for HTTP/2 on the event loop.
 */
public final class NettyCandidate {

    private NettyCandidate() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        boolean http2 = arguments[1].equals("http2");
        Executor workers = arguments[1].equals("workers") ? workers() : null;
        boolean epoll = Epoll.isAvailable();
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()))
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (http2) {
                            Http2Handlers.add(channel.pipeline());
                        } else {
                            channel.pipeline()
                                    .addLast(new HttpServerCodec())
                                    .addLast(workers == null ? new LoopHandler() : new WorkerHandler(workers));
                        }
                    }
                })
                .bind(port)
                .sync();
    }

    private static Executor workers() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Executors.newCachedThreadPool();
        }
        Method virtual = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
        return (Executor) virtual.invoke(null);
    }
}
