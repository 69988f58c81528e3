package dev.effe.server.http.h1;

import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads the body of one answer, of a known length, chunked, or up to the connection's end. Confined to its event loop. */
final class AnswerBody {

    private enum State {
        SIZE_LINE,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        END
    }

    private final ChunkSizeLine sizeLine = new ChunkSizeLine();
    /** Null if the body is not chunked. */
    private final @Nullable Trailers trailers;

    private final boolean untilInputEnds;
    private State state;
    private long missingBytes;

    private AnswerBody(State state, long missingBytes, @Nullable Trailers trailers, boolean untilInputEnds) {
        this.state = state;
        this.missingBytes = missingBytes;
        this.trailers = trailers;
        this.untilInputEnds = untilInputEnds;
    }

    static AnswerBody ofLength(long bytes) {
        return new AnswerBody(bytes == 0 ? State.END : State.DATA, bytes, null, false);
    }

    static AnswerBody chunked(Http1Limits limits, LineBuffer lines) {
        return new AnswerBody(State.SIZE_LINE, 0, new Trailers(limits, lines), false);
    }

    static AnswerBody untilInputEnds() {
        return new AnswerBody(State.DATA, Long.MAX_VALUE, null, true);
    }

    /** True if the end of the server's side is its end. */
    boolean endsWithInput() {
        return untilInputEnds;
    }

    /** Takes bytes up to the body's end. Returns false, and has taken all bytes, if the end is not among them. */
    boolean read(ByteBuf in, AnswerDecoder.Sink sink) throws RefusedException {
        while (state != State.END && in.isReadable()) {
            switch (state) {
                case SIZE_LINE -> readSizeLine(in);
                case DATA -> readData(in, sink);
                case DATA_CR -> expect('\r', in, State.DATA_LF);
                case DATA_LF -> expect('\n', in, State.SIZE_LINE);
                case TRAILERS -> readTrailers(in);
                case END -> throw new IllegalStateException("behind the end");
            }
        }
        return state == State.END;
    }

    private void readSizeLine(ByteBuf in) throws RefusedException {
        if (sizeLine.read(in)) {
            missingBytes = sizeLine.take();
            state = missingBytes == 0 ? State.TRAILERS : State.DATA;
        }
    }

    private void readData(ByteBuf in, AnswerDecoder.Sink sink) {
        byte[] bytes = new byte[(int) Math.min(in.readableBytes(), missingBytes)];
        in.readBytes(bytes);
        missingBytes -= bytes.length;
        if (missingBytes == 0) {
            state = trailers == null ? State.END : State.DATA_CR;
        }
        sink.part(bytes);
    }

    private void readTrailers(ByteBuf in) throws RefusedException {
        if (trailers != null && trailers.read(in)) {
            state = State.END;
        }
    }

    private void expect(char expected, ByteBuf in, State next) throws RefusedException {
        if (in.readByte() != expected) {
            throw Refusal.BAD_CHUNK.exception();
        }
        state = next;
    }
}
