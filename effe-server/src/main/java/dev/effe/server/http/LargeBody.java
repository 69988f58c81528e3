package dev.effe.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;

/**
 * Writes a whole body piece by piece, as fast as the client takes it, so that no second copy of it is ever made.
 * Event-loop-confined.
 */
final class LargeBody {

    private static final int PIECE_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final ByteBuf rest;
    private ChannelFuture lastWrite;
    private boolean pumping;

    LargeBody(ChannelHandlerContext ctx, byte[] body) {
        this.ctx = ctx;
        rest = Unpooled.wrappedBuffer(body);
        lastWrite = ctx.newSucceededFuture();
    }

    /**
     * Writes what the client can take now.
     *
     * @return whether all is written
     */
    boolean pump() {
        // A piece that is sent at once makes the channel writable from within its own write: the loop goes on by
        // itself.
        if (pumping) {
            return false;
        }
        pumping = true;
        while (rest.isReadable() && ctx.channel().isWritable()) {
            int size = Math.min(PIECE_BYTES, rest.readableBytes());
            lastWrite = ctx.writeAndFlush(rest.readRetainedSlice(size));
        }
        pumping = false;
        return !rest.isReadable();
    }

    /** When the piece that was written last is sent. */
    ChannelFuture lastWrite() {
        return lastWrite;
    }
}
