package dev.effe.server.http.h2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.logging.LogLevel;
import java.util.List;

/**
 * Makes a repeated Content-Length malformed in HTTP/2 too, also one with equal values: another server on the request's
 * way might see two lengths in it (RFC 9110, 8.6; RFC 9113, 8.1.1). Netty's decoder makes one of them before anybody
 * else is told; this logger, which logs nothing, is the only one to see the fields before. Thread-safe.
 */
final class OneContentLength extends Http2FrameLogger {

    /** A length that Netty's decoder refuses, with a stream error. */
    private static final String MALFORMED = "repeated";

    OneContentLength() {
        super(LogLevel.TRACE, OneContentLength.class);
    }

    @Override
    public boolean isEnabled() {
        return false;
    }

    @Override
    public void logHeaders(
            Direction direction,
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endStream) {
        check(direction, headers);
    }

    @Override
    public void logHeaders(
            Direction direction,
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream) {
        check(direction, headers);
    }

    private static void check(Direction direction, Http2Headers headers) {
        if (direction == Direction.INBOUND && headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            List<CharSequence> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
            if (lengths.size() > 1 || lengths.get(0).toString().indexOf(',') >= 0) {
                headers.set(HttpHeaderNames.CONTENT_LENGTH, MALFORMED);
            }
        }
    }
}
