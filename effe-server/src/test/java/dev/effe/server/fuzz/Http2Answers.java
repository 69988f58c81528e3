package dev.effe.server.fuzz;

import static dev.effe.server.fuzz.Answers.require;

import dev.effe.server.fuzz.Answers.Malformed;
import dev.effe.server.kit.Frames;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** Reads what came back as frames of HTTP/2, in an order that RFC 9113 allows. */
final class Http2Answers {

    private static final int MAX_FRAME = 16 * 1024;
    private static final int INTERNAL_ERROR = 2;
    private static final long MAX_TABLE_BYTES = 0xffff_ffffL;

    private static final class Stream {
        boolean answered;
        boolean ended;
        boolean reset;
        long declaredBytes = -1;
        long bytes;
    }

    private final String received;
    private final boolean mayBeCut;
    private final IntConsumer counts;
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
    private int at;
    private boolean wentAway;

    Http2Answers(String received, boolean mayBeCut, IntConsumer counts) {
        this.received = received;
        this.mayBeCut = mayBeCut;
        this.counts = counts;
    }

    void check() throws Malformed {
        try {
            decoder.configuration().maxHeaderTableSize(MAX_TABLE_BYTES);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        while (at < received.length()) {
            int rest = received.length() - at - Frames.HEAD_LENGTH;
            int length = rest < 0 ? 0 : Frames.readInt(received, at, 3);
            require(length <= MAX_FRAME, "no frame at " + at);
            if (rest < length) {
                require(mayBeCut || wentAway, "cut frame");
                return;
            }
            int start = at + Frames.HEAD_LENGTH;
            require(at > 0 || received.charAt(3) == Frames.SETTINGS, "no settings first");
            frame(
                    received.charAt(at + 3),
                    received.charAt(at + 4),
                    Frames.readInt(received, at + 5, 4),
                    received.substring(start, start + length));
            at = start + length;
        }
    }

    private void frame(int type, int flags, int id, String payload) throws Malformed {
        Stream stream = streams.computeIfAbsent(id, unknown -> new Stream());
        switch (type) {
            case Frames.HEADERS -> {
                require(flags == 4 || flags == 5, "flags of headers: " + flags);
                require(!stream.ended && !stream.reset, "headers behind the end of stream " + id);
                headers(stream, id, payload);
            }
            case Frames.DATA -> {
                require(stream.answered && !stream.ended && !stream.reset, "data outside of an answer");
                stream.bytes += payload.length();
            }
            case Frames.RST_STREAM -> {
                require(Frames.readInt(payload, 0, 4) != INTERNAL_ERROR, "reset for an internal error");
                stream.reset = true;
            }
            case Frames.GOAWAY -> {
                require(Frames.readInt(payload, 4, 4) != INTERNAL_ERROR, "an internal error");
                wentAway = true;
            }
            case Frames.SETTINGS, Frames.PING -> require(id == 0, "a stream of type " + type);
            case Frames.WINDOW_UPDATE -> require(Frames.readInt(payload, 0, 4) > 0, "an update by 0");
            default -> throw new Malformed("a frame of type " + type);
        }
        if (type <= Frames.HEADERS) {
            require(id % 2 == 1, "an answer in stream " + id);
            if ((flags & 1) != 0) {
                end(stream, id);
            }
        }
    }

    private void headers(Stream stream, int id, String block) throws Malformed {
        Http2Headers headers;
        try {
            headers = decoder.decodeHeaders(id, Unpooled.wrappedBuffer(Frames.bytes(block)));
        } catch (Http2Exception e) {
            throw new Malformed("headers: " + e.getMessage());
        }
        int status = Integer.parseInt(String.valueOf(headers.status()));
        require(!stream.answered, "two answers in stream " + id);
        if (status == 100) {
            return;
        }
        require(Http1Answers.STATUSES.contains(status), "status " + status);
        counts.accept(status);
        require(headers.contains("date") && headers.contains("x-request-id"), "no date or id");
        require(headers.getAll("content-length").size() <= 1, "several lengths");
        stream.answered = true;
        stream.declaredBytes = headers.getLong("content-length", -1);
    }

    private void end(Stream stream, int id) throws Malformed {
        stream.ended = true;
        boolean noBody = stream.bytes == 0; // To a HEAD, or a 304.
        require(stream.declaredBytes < 0 || noBody || stream.declaredBytes == stream.bytes, "a short body in " + id);
    }
}
