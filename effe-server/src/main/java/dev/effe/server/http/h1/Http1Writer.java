package dev.effe.server.http.h1;

import dev.effe.server.http.exchange.BodyPart;
import dev.effe.server.http.exchange.ResponseWriter;
import dev.effe.server.http.message.BodyRules;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.ResponseHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to one request in HTTP/1.1's form: the head by hand, and the body whole, of a declared length,
 * chunked, or until the connection closes. Event-loop-confined.
 */
final class Http1Writer implements ResponseWriter {

    /** The sign by which the client knows where the body ends (RFC 9112, 6.3). */
    private enum Framing {
        NO_BODY,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Http1Output output;
    private final boolean headRequest;
    private final boolean http10;
    private final String requestId;
    private boolean close;
    private @Nullable Framing framing;
    private @Nullable String serverTiming;
    private boolean hasMore;

    private int status;

    /** @param close whether the connection is to be closed behind the answer */
    Http1Writer(Http1Output output, RequestHead request, String requestId, boolean close) {
        this(output, request.method().equals("HEAD"), request.minorVersion() == 0, requestId, close);
    }

    private Http1Writer(Http1Output output, boolean headRequest, boolean http10, String requestId, boolean close) {
        this.output = output;
        this.headRequest = headRequest;
        this.http10 = http10;
        this.requestId = requestId;
        this.close = close;
    }

    /** For a request of which no more is known than whether it is a HEAD: the connection is closed behind the answer. */
    static Http1Writer refusing(Http1Output output, boolean headRequest, String requestId) {
        return new Http1Writer(output, headRequest, false, requestId, true);
    }

    @Override
    public boolean isBegun() {
        return framing != null;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public boolean closes() {
        return close;
    }

    @Override
    public void serverTiming(String value) {
        serverTiming = value;
    }

    @Override
    public ChannelFuture whole(int status, ResponseHeaders headers, String contentType, byte[] body) {
        boolean bodyGoes = BodyRules.mayHaveBody(status, headRequest);
        framing = bodyGoes ? Framing.LENGTH : Framing.NO_BODY;
        boolean together = bodyGoes && body.length <= SMALL_BODY_BYTES;
        hasMore = bodyGoes && !together;
        AnswerEncoder out = head(status, headers, BodyRules.contentType(status, contentType, body.length));
        long length = BodyRules.contentLength(status, headRequest, headers.contentLength(), body.length);
        if (length != BodyRules.NO_LENGTH) {
            out.length(length);
        }
        out.end();
        if (together) {
            out.add(body);
        }
        return output.encoded();
    }

    @Override
    public boolean hasMore() {
        return hasMore;
    }

    @Override
    public boolean isWritable() {
        return output.isWritable();
    }

    @Override
    public ChannelFuture piece(ByteBuf piece, boolean last) {
        ChannelFuture sent = output.write(piece);
        output.flush();
        return sent;
    }

    @Override
    public void begin(int status, ResponseHeaders headers, String contentType) {
        long declared = headers.contentLength();
        boolean bodyGoes = BodyRules.mayHaveBody(status);
        if (bodyGoes && declared < 0 && http10) {
            close = true;
        }
        AnswerEncoder out = head(status, headers, bodyGoes ? contentType : "");
        if (!bodyGoes) {
            framing = Framing.NO_BODY;
            long length = BodyRules.contentLength(status, headRequest, declared, 0);
            if (length != BodyRules.NO_LENGTH) {
                out.length(length);
            }
        } else if (declared >= 0) {
            framing = headRequest ? Framing.NO_BODY : Framing.LENGTH;
            out.length(declared);
        } else if (http10) {
            framing = headRequest ? Framing.NO_BODY : Framing.UNTIL_CLOSE;
        } else {
            framing = headRequest ? Framing.NO_BODY : Framing.CHUNKED;
            out.field("Transfer-Encoding", "chunked");
        }
        out.end();
    }

    /** Begins a head with all but how the body ends. */
    private AnswerEncoder head(int status, ResponseHeaders headers, String contentType) {
        this.status = status;
        AnswerEncoder out = output.encoder();
        out.begin(status);
        out.fields(headers, contentType);
        out.serverFields(headers, requestId);
        if (serverTiming != null) {
            out.field("Server-Timing", serverTiming);
        }
        if (close) {
            out.field("Connection", "close");
        } else if (http10) {
            out.field("Connection", "keep-alive");
        }
        return out;
    }

    @Override
    public ChannelFuture part(ByteBuf part) {
        if (framing == Framing.NO_BODY || !part.isReadable()) {
            part.release();
            return output.nothing();
        }
        return output.write(framing == Framing.CHUNKED ? BodyPart.asChunk(part) : part);
    }

    @Override
    public ChannelFuture end() {
        return output.write(framing == Framing.CHUNKED ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void flush() {
        output.flush();
    }
}
