package dev.effe.server.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * The output of a connection of HTTP/1.1. Small answers are gathered until somebody flushes: then they are one buffer,
 * one write and one notice that they are sent. Event-loop-confined.
 */
final class Http1Output {

    /** More goes to the channel without a flush, so that it knows how much its client has not taken. */
    private static final int MOST_GATHERED_BYTES = 16 * 1024;

    private final ChannelHandlerContext ctx;
    private final AnswerEncoder encoder = new AnswerEncoder();

    /** Completes when the gathered answers are sent, if somebody wants to know. */
    private @Nullable ChannelPromise sent;

    private boolean flushed = true;

    Http1Output(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** Takes what is to be sent behind everything before it. */
    AnswerEncoder encoder() {
        return encoder;
    }

    /** Returns when all that is encoded is sent. */
    ChannelFuture encoded() {
        ChannelPromise promise = sent == null ? ctx.newPromise() : sent;
        sent = promise;
        flushed = false;
        if (encoder.size() > MOST_GATHERED_BYTES) {
            pass();
        }
        return promise;
    }

    /** Hands what is gathered to the channel. */
    private void pass() {
        if (encoder.size() > 0) {
            ByteBuf buffer = encoder.take(ctx.alloc());
            ChannelPromise promise = sent == null ? ctx.voidPromise() : sent;
            sent = null;
            ctx.write(buffer, promise);
        }
    }

    /** Writes this behind everything before it. */
    ChannelFuture write(ByteBuf buffer) {
        pass();
        flushed = false;
        return ctx.write(buffer);
    }

    ChannelFuture nothing() {
        return ctx.newSucceededFuture();
    }

    /** True if there is nothing that a flush would send. */
    boolean isFlushed() {
        return flushed;
    }

    void flush() {
        flushed = true;
        pass();
        ctx.flush();
    }

    boolean isWritable() {
        return ctx.channel().isWritable();
    }

    /** The connection is gone, and what is gathered goes nowhere. */
    void close() {
        encoder.drop();
        if (sent != null) {
            sent.tryFailure(new ClosedChannelException());
            sent = null;
        }
    }
}
