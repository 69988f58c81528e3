package dev.effe.server.http.h1;

import dev.effe.server.http.exchange.BodyBuffer;
import dev.effe.server.http.exchange.BodyFile;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.RefusedException;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.route.Body;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads request bodies, of a known length or chunked. Confined to its connection's event loop. */
final class BodyReader {
    private final Http1Limits limits;
    private final LineBuffer lines;
    private final BodyBuffer body = new BodyBuffer();

    private long contentLength;
    private @Nullable ChunkedBody chunked;

    BodyReader(Http1Limits limits, LineBuffer lines) {
        this.limits = limits;
        this.lines = lines;
    }

    void begin(RequestHead head) {
        contentLength = head.contentLength();
        chunked = head.chunked() ? new ChunkedBody(limits, lines) : null;
    }

    /**
     * Room for all of a body of a known length is taken.
     *
     * @param file that the body goes to; null if it goes to memory
     */
    void reserve(@Nullable BodyFile file) {
        if (file == null) {
            body.reserve((int) contentLength);
        } else {
            body.into(file);
        }
    }

    boolean isInto(BodyFile file) {
        return body.isInto(file);
    }

    /** True if no more is to be read before its file has told that it may. */
    boolean isBehind() {
        return body.isBehind();
    }

    /** Gives the body up. */
    void drop() {
        chunked = null;
        body.drop();
    }

    /** Takes bytes up to the body's end. Returns false, and has taken all bytes, if the end is not among them. */
    boolean read(ByteBuf in) throws RefusedException {
        if (chunked != null) {
            return chunked.read(in, body);
        }
        int length = (int) Math.min(in.readableBytes(), contentLength - body.size());
        if (length > 0) {
            body.write(in, length, contentLength);
        }
        return body.size() == contentLength;
    }

    long receivedBytes() {
        return body.size();
    }

    Body take() {
        chunked = null;
        return body.take();
    }
}
