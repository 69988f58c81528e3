package dev.effe.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to one request in HTTP/1.1's form: the head by hand, and the body whole, of a declared length,
 * chunked, or until the connection closes. Event-loop-confined.
 */
final class Http1Writer {

    /** How the client knows where the body ends (RFC 9112, 6.3). */
    private enum Framing {
        NO_BODY,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SMALL_BODY_BYTES = 16 * 1024;

    private final ChannelHandlerContext ctx;
    private final boolean headRequest;
    private final boolean http10;
    private final String requestId;
    private boolean close;
    private @Nullable Framing framing;
    /** Of a body with a declared length. */
    private long bytesLeft;

    private int status;

    /** @param request null if it was refused before its head was known */
    Http1Writer(ChannelHandlerContext ctx, @Nullable RequestHead request, String requestId, boolean close) {
        this.ctx = ctx;
        this.requestId = requestId;
        headRequest = request != null && request.method().equals("HEAD");
        http10 = request != null && request.minorVersion() == 0;
        this.close = close;
    }

    /** Whether the head is on the wire. */
    boolean isBegun() {
        return framing != null;
    }

    /** The status that was written. */
    int status() {
        return status;
    }

    /** Whether the connection is to be closed behind this answer. */
    boolean closes() {
        return close;
    }

    /**
     * Writes the head and, if it is small, the body behind it; does not flush.
     *
     * @return when that is sent
     */
    ChannelFuture whole(int status, ResponseHeaders headers, String contentType, byte[] body) {
        boolean bodyGoes = !headRequest && mayHaveBody(status);
        framing = bodyGoes ? Framing.LENGTH : Framing.NO_BODY;
        boolean together = bodyGoes && body.length <= SMALL_BODY_BYTES;
        bytesLeft = bodyGoes && !together ? body.length : 0;
        ByteBuf out = ctx.alloc().buffer(256 + (together ? body.length : 0));
        head(out, status, headers, body.length == 0 ? "" : contentType);
        wholeLength(out, status, headers.contentLength(), body.length);
        HeadEncoder.end(out);
        if (together) {
            out.writeBytes(body);
        }
        return ctx.write(out);
    }

    private void wholeLength(ByteBuf out, int status, long declared, int length) {
        if (status == 205) {
            HeadEncoder.length(out, 0);
        } else if (status == 304 || headRequest && length == 0 && declared >= 0) {
            // The length that the body of a GET would have, which need not be made to say it.
            if (declared >= 0) {
                HeadEncoder.length(out, declared);
            }
        } else if (status != 204) {
            HeadEncoder.length(out, length);
        }
    }

    /** Whether a whole body was too large to go with its head, and is to be written in parts. */
    boolean hasMore() {
        return bytesLeft > 0;
    }

    /** Writes the head of a body that comes bit by bit. */
    void begin(int status, ResponseHeaders headers, String contentType) {
        ByteBuf out = ctx.alloc().buffer(256);
        long declared = headers.contentLength();
        boolean bodyGoes = mayHaveBody(status);
        if (bodyGoes && declared < 0 && http10) {
            close = true;
        }
        head(out, status, headers, contentType);
        if (!bodyGoes) {
            framing = Framing.NO_BODY;
        } else if (declared >= 0) {
            framing = headRequest ? Framing.NO_BODY : Framing.LENGTH;
            bytesLeft = declared;
            HeadEncoder.length(out, declared);
        } else if (http10) {
            framing = headRequest ? Framing.NO_BODY : Framing.UNTIL_CLOSE;
        } else {
            framing = headRequest ? Framing.NO_BODY : Framing.CHUNKED;
            HeadEncoder.field(out, "Transfer-Encoding", "chunked");
        }
        HeadEncoder.end(out);
        ctx.write(out, ctx.voidPromise());
    }

    private void head(ByteBuf out, int status, ResponseHeaders headers, String contentType) {
        this.status = status;
        HeadEncoder.statusLine(out, status);
        HeadEncoder.fields(out, headers, contentType);
        HeadEncoder.serverFields(out, headers, requestId);
        if (close) {
            HeadEncoder.field(out, "Connection", "close");
        } else if (http10) {
            HeadEncoder.field(out, "Connection", "keep-alive");
        }
    }

    private static boolean mayHaveBody(int status) {
        return status != 204 && status != 205 && status != 304;
    }

    /**
     * Writes and flushes a part of a body that begin began.
     *
     * @return when it is sent; null if the part is more than the function declared, and nothing of it was written
     */
    @Nullable ChannelFuture part(byte[] bytes) {
        if (framing == Framing.NO_BODY || bytes.length == 0) {
            ctx.flush();
            return ctx.newSucceededFuture();
        }
        if (framing == Framing.LENGTH) {
            if (bytes.length > bytesLeft) {
                return null;
            }
            bytesLeft -= bytes.length;
        }
        return ctx.writeAndFlush(framing == Framing.CHUNKED ? chunk(bytes) : Unpooled.wrappedBuffer(bytes));
    }

    private ByteBuf chunk(byte[] bytes) {
        ByteBuf out = ctx.alloc().buffer(bytes.length + 12);
        HeadEncoder.ascii(out, Integer.toHexString(bytes.length));
        out.writeShort(HeadEncoder.CRLF).writeBytes(bytes).writeShort(HeadEncoder.CRLF);
        return out;
    }

    /**
     * Ends a body that begin began.
     *
     * @return when it is sent; null if the function declared more than it wrote
     */
    @Nullable ChannelFuture end() {
        if (framing == Framing.LENGTH && bytesLeft > 0) {
            return null;
        }
        return ctx.writeAndFlush(
                framing == Framing.CHUNKED ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER);
    }
}
