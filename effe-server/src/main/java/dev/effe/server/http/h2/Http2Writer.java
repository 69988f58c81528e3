package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.ResponseWriter;
import dev.effe.server.http.message.BodyRules;
import dev.effe.server.http.message.HttpDate;
import dev.effe.server.http.message.ResponseHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the answer to one request as frames of its stream (RFC 9113, 8.1). Event-loop-confined. */
final class Http2Writer implements ResponseWriter {

    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");

    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString DATE = AsciiString.cached("date");
    private static final int SMALL_BODY_BYTES = 16 * 1024;

    private static final AsciiString SERVER_TIMING = AsciiString.cached("server-timing");

    private final Http2Handler handler;
    private final Http2Stream stream;
    private final boolean headRequest;
    private final String requestId;
    private ChannelFuture headSent;
    private boolean begun;
    private boolean ended;
    private boolean bodyGoes;
    private boolean hasMore;
    private int status;
    private @Nullable String serverTiming;

    Http2Writer(Http2Handler handler, Http2Stream stream, boolean headRequest, String requestId) {
        this.handler = handler;
        this.stream = stream;
        this.headRequest = headRequest;
        this.requestId = requestId;
        headSent = handler.ctx().newSucceededFuture();
    }

    /** True for a field that differs in each answer, so that it is never worth a place in the compression table. */
    static boolean isOfOneAnswer(CharSequence name) {
        return REQUEST_ID.contentEquals(name) || SERVER_TIMING.contentEquals(name);
    }

    /** True if the end of the stream is on its way: its future tells the rest. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public boolean isBegun() {
        return begun;
    }

    @Override
    public boolean closes() {
        return false; // A GOAWAY tells the client, not the single answer.
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void serverTiming(String value) {
        serverTiming = value;
    }

    @Override
    public ChannelFuture whole(int code, ResponseHeaders headers, String contentType, byte[] body) {
        bodyGoes = BodyRules.mayHaveBody(code, headRequest) && body.length > 0;
        boolean together = bodyGoes && body.length <= SMALL_BODY_BYTES;
        hasMore = bodyGoes && !together;
        Http2Headers head = head(code, headers, BodyRules.contentType(code, contentType, body.length));
        long length = BodyRules.contentLength(code, headRequest, headers.contentLength(), body.length);
        if (length != BodyRules.NO_LENGTH) {
            head.setLong(CONTENT_LENGTH, length);
        }
        ChannelFuture sent = writeHead(head, !bodyGoes);
        return together ? data(Unpooled.wrappedBuffer(body), true) : sent;
    }

    @Override
    public boolean hasMore() {
        return hasMore;
    }

    @Override
    public boolean isWritable() {
        return handler.flow().isWritable(stream);
    }

    @Override
    public ChannelFuture piece(ByteBuf piece, boolean last) {
        handler.flushSoon();
        return data(piece, last);
    }

    @Override
    public void begin(int code, ResponseHeaders headers, String contentType) {
        long declared = headers.contentLength();
        bodyGoes = BodyRules.mayHaveBody(code, headRequest);
        Http2Headers head = head(code, headers, bodyGoes ? contentType : "");
        if (declared != BodyRules.NO_LENGTH && BodyRules.mayHaveBody(code)) {
            head.setLong(CONTENT_LENGTH, declared);
        }
        writeHead(head, !bodyGoes);
    }

    @Override
    public ChannelFuture part(ByteBuf part) {
        if (!bodyGoes || !part.isReadable()) {
            part.release();
            return headSent;
        }
        return data(part, false);
    }

    @Override
    public ChannelFuture end() {
        return bodyGoes ? data(Unpooled.EMPTY_BUFFER, true) : headSent;
    }

    @Override
    public void flush() {
        handler.flushSoon();
    }

    private Http2Headers head(int code, ResponseHeaders headers, String defaultContentType) {
        status = code;
        Http2Headers head = new DefaultHttp2Headers(false, headers.size() + 7);
        head.status(Integer.toString(code));
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (!ResponseHeaders.isReplaced(name)) {
                head.add(name.toLowerCase(Locale.ROOT), headers.value(i));
            }
        }
        if (!defaultContentType.isEmpty() && headers.first("Content-Type") == null) {
            head.add(CONTENT_TYPE, defaultContentType);
        }
        if (headers.first("Date") == null) {
            head.add(DATE, new AsciiString(HttpDate.now(), false));
        }
        if (serverTiming != null) {
            head.add(SERVER_TIMING, serverTiming);
        }
        return head.add(REQUEST_ID, requestId);
    }

    private ChannelFuture writeHead(Http2Headers head, boolean last) {
        begun = true;
        ended |= last;
        headSent = encoder().writeHeaders(ctx(), stream.id(), head, 0, last, ctx().newPromise());
        return headSent;
    }

    private ChannelFuture data(ByteBuf bytes, boolean last) {
        ended |= last;
        handler.sending(bytes.readableBytes());
        return encoder().writeData(ctx(), stream.id(), bytes, 0, last, ctx().newPromise());
    }

    private Http2ConnectionEncoder encoder() {
        return handler.encoder();
    }

    private ChannelHandlerContext ctx() {
        return handler.ctx();
    }
}
