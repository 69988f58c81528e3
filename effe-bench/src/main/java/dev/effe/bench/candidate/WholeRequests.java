package dev.effe.bench.candidate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/** Gathers each request; cheaper than HttpObjectAggregator. Event-loop-confined. */
abstract class WholeRequests extends ChannelInboundHandlerAdapter {

    /** Beyond them Netty copies; enough for 16 MiB in parts of 8 KiB. */
    private static final int MAX_PARTS = 2048;

    private String path = "";
    private ByteBuf body = Unpooled.EMPTY_BUFFER;

    /** A request is complete; the body is the receiver's to release. */
    abstract void received(ChannelHandlerContext ctx, String path, ByteBuf body);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            path = request.uri();
        }
        if (message instanceof HttpContent content) {
            gather(ctx, content.content());
            if (message instanceof LastHttpContent) {
                ByteBuf whole = body;
                body = Unpooled.EMPTY_BUFFER;
                received(ctx, path, whole);
            }
        }
    }

    private void gather(ChannelHandlerContext ctx, ByteBuf part) {
        if (!part.isReadable()) {
            part.release();
        } else if (!body.isReadable()) {
            body = part;
        } else if (body instanceof CompositeByteBuf parts) {
            parts.addComponent(true, part);
        } else {
            body = ctx.alloc()
                    .compositeBuffer(MAX_PARTS)
                    .addComponent(true, body)
                    .addComponent(true, part);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
