package dev.effe.server.http;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptQueueTest {

    private @Nullable EventLoopGroup loops;

    @AfterEach
    void endLoops() {
        if (loops != null) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    @EnabledOnOs(OS.LINUX)
    void countsWhoIsConnectedButNotTakenOn(String host) throws IOException {
        Channel port = bind(EpollServerSocketChannel.class, EpollIoHandler.newFactory(), host);
        int number = ((InetSocketAddress) port.localAddress()).getPort();
        try (Socket first = new Socket("127.0.0.1", number);
                Socket second = new Socket("127.0.0.1", number)) {
            assertThat(AcceptQueue.length(port)).isEqualTo(2);
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            port.config().setAutoRead(true);
            await().atMost(Duration.ofSeconds(60)).until(() -> AcceptQueue.length(port) == 0);
        }
        port.close().syncUninterruptibly();
        assertThat(AcceptQueue.length(port)).isZero();
    }

    @Test
    void knowsNothingWithoutEpoll() throws IOException {
        Channel port = bind(NioServerSocketChannel.class, NioIoHandler.newFactory(), "127.0.0.1");
        int number = ((InetSocketAddress) port.localAddress()).getPort();
        try (Socket client = new Socket("127.0.0.1", number)) {
            assertThat(client.isConnected()).isTrue();
            assertThat(AcceptQueue.length(port)).isZero();
        }
    }

    /** One at a time while functions compute between the turns would leave the others waiting for seconds. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void allWhoWaitAreTakenOnInOneTurn() throws IOException, InterruptedException {
        Channel port = bind(EpollServerSocketChannel.class, EpollIoHandler.newFactory(), "127.0.0.1");
        BlockingQueue<Integer> turns = new LinkedBlockingQueue<>();
        port.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            private int takenOn;

            @Override
            public void channelRead(ChannelHandlerContext context, Object child) {
                takenOn++;
                context.fireChannelRead(child);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                turns.add(takenOn);
                context.fireChannelReadComplete();
            }
        });
        int number = ((InetSocketAddress) port.localAddress()).getPort();
        try (Socket first = new Socket("127.0.0.1", number);
                Socket second = new Socket("127.0.0.1", number);
                Socket third = new Socket("127.0.0.1", number)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> AcceptQueue.length(port) == 3);
            port.config().setAutoRead(true);
            assertThat(turns.poll(60, TimeUnit.SECONDS)).isEqualTo(3);
            assertThat(first.isConnected() && second.isConnected() && third.isConnected())
                    .isTrue();
        }
    }

    /** Binds a port that takes on nobody yet. */
    private Channel bind(Class<? extends ServerChannel> type, IoHandlerFactory io, String host) {
        loops = new MultiThreadIoEventLoopGroup(1, io);
        return new ServerBootstrap()
                .group(loops)
                .channel(type)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, HttpListener.acceptsInATurn())
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public boolean isSharable() {
                        return true;
                    }
                })
                .bind(host, 0)
                .syncUninterruptibly()
                .channel();
    }
}
