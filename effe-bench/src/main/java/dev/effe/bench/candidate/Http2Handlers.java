package dev.effe.bench.candidate;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;

/** HTTP/2 in clear text as Netty offers it: a channel for each stream, answered on the event loop. */
final class Http2Handlers extends ChannelInboundHandlerAdapter {

    static void add(ChannelPipeline pipeline) {
        pipeline.addLast(Http2FrameCodecBuilder.forServer().build())
                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(io.netty.channel.Channel stream) {
                        stream.pipeline().addLast(new Http2Handlers());
                    }
                }));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        boolean ended = message instanceof Http2HeadersFrame head && head.isEndStream();
        ReferenceCountUtil.release(message);
        if (ended) {
            DefaultHttp2Headers head = new DefaultHttp2Headers();
            head.status("200").add("content-type", "text/plain; charset=utf-8").add("content-length", "13");
            ctx.write(new DefaultHttp2HeadersFrame(head), ctx.voidPromise());
            ctx.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(NettyAnswers.HELLO), true), ctx.voidPromise());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
