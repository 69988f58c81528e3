package dev.effe.server.http.h1;

import dev.effe.server.http.exchange.BodyBuffer;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import io.netty.buffer.ByteBuf;

/** Decodes one chunked body (RFC 9112, 7.1). Confined to its connection's event loop. */
final class ChunkedBody {
    private enum State {
        SIZE_LINE,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS
    }

    private final Http1Limits limits;
    private final ChunkSizeLine sizeLine = new ChunkSizeLine();
    private final Trailers trailers;

    private State state = State.SIZE_LINE;
    private long missingBytes;

    ChunkedBody(Http1Limits limits, LineBuffer lines) {
        this.limits = limits;
        this.trailers = new Trailers(limits, lines);
    }

    /** Takes bytes up to the body's end. Returns false, and has taken all bytes, if the end is not among them. */
    boolean read(ByteBuf in, BodyBuffer body) throws RefusedException {
        while (in.isReadable()) {
            switch (state) {
                case SIZE_LINE -> readSizeLine(in, body);
                case DATA -> readData(in, body);
                case DATA_CR -> expect('\r', in, State.DATA_LF);
                case DATA_LF -> expect('\n', in, State.SIZE_LINE);
                case TRAILERS -> {
                    return trailers.read(in);
                }
            }
        }
        return false;
    }

    private void readSizeLine(ByteBuf in, BodyBuffer body) throws RefusedException {
        if (!sizeLine.read(in)) {
            return;
        }
        missingBytes = sizeLine.take();
        if (missingBytes > limits.maxUntoldBytes() - body.size()) {
            throw limits.untoldRefusal().exception();
        }
        state = missingBytes == 0 ? State.TRAILERS : State.DATA;
    }

    private void readData(ByteBuf in, BodyBuffer body) {
        int length = (int) Math.min(in.readableBytes(), missingBytes);
        body.write(in, length, limits.maxUntoldBytes());
        missingBytes -= length;
        if (missingBytes == 0) {
            state = State.DATA_CR;
        }
    }

    private void expect(char expected, ByteBuf in, State next) throws RefusedException {
        if (in.readByte() != expected) {
            throw Refusal.BAD_CHUNK.exception();
        }
        state = next;
    }
}
