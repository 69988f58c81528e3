package dev.effe.bench.memory;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes connections to one server, all on one thread. */
final class Clients implements AutoCloseable {

    private static final int WINDOW_BYTES = 1 << 20;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final InetSocketAddress server;
    private final Protocol protocol;
    private final @Nullable SslContext tls;

    Clients(int port, Protocol protocol) throws SSLException {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.protocol = protocol;
        tls = protocol.tls ? tls(protocol.http2) : null;
    }

    private static SslContext tls(boolean http2) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        http2 ? ApplicationProtocolNames.HTTP_2 : ApplicationProtocolNames.HTTP_1_1))
                .build();
    }

    /** True if each request has a stream of its own in a connection. */
    boolean hasStreams() {
        return protocol.http2;
    }

    /** Connects; on HTTP/1.1 the client speaks on the connection itself. */
    ChannelFuture connect(@Nullable BulkClient client) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 60_000)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        addHandlers(channel.pipeline(), client);
                    }
                })
                .connect(server);
    }

    private void addHandlers(ChannelPipeline pipeline, @Nullable BulkClient client) {
        if (tls != null) {
            SslHandler handler = tls.newHandler(pipeline.channel().alloc());
            handler.setHandshakeTimeoutMillis(120_000);
            pipeline.addLast(handler);
        }
        if (protocol.http2) {
            Http2FrameCodec codec = Http2FrameCodecBuilder.forClient()
                    .initialSettings(
                            Http2Settings.defaultSettings().pushEnabled(false).initialWindowSize(WINDOW_BYTES))
                    .build();
            pipeline.addLast(codec);
            pipeline.addLast(connectionWindow(codec));
            pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel pushed) {
                    pushed.close();
                }
            }));
        } else {
            pipeline.addLast(new HttpClientCodec());
        }
        if (client != null) {
            pipeline.addLast(client);
        }
    }

    /** Opens the window of a connection as far as a stream's: else it has the 64 KiB that no settings change. */
    private static ChannelInboundHandlerAdapter connectionWindow(Http2FrameCodec codec) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) throws Http2Exception {
                Http2Connection connection = codec.connection();
                connection
                        .local()
                        .flowController()
                        .incrementWindowSize(
                                connection.connectionStream(), WINDOW_BYTES - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
                context.flush();
                context.fireChannelActive();
            }
        };
    }

    /** Opens a stream of a connection of HTTP/2 for one request. */
    void open(Channel connection, BulkClient client) {
        new Http2StreamChannelBootstrap(connection)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), client);
                    }
                })
                .open();
    }

    /** Raw connections, which send these bytes and neither read nor close. */
    List<Channel> hold(int count, byte[] first) throws InterruptedException {
        List<ChannelFuture> opening = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ChannelFuture connected = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.SO_RCVBUF, 4096)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {}
                    })
                    .connect(server);
            connected.addListener(done -> {
                if (done.isSuccess()) {
                    connected.channel().writeAndFlush(io.netty.buffer.Unpooled.wrappedBuffer(first));
                }
            });
            opening.add(connected);
        }
        List<Channel> open = new ArrayList<>();
        for (ChannelFuture each : opening) {
            each.await();
            open.add(each.channel());
        }
        return open;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
