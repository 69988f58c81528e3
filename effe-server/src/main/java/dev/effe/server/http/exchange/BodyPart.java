package dev.effe.server.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * A part of a streamed body, copied once: from the function's array to where the system reads it from, with room around
 * it for the frame of a chunk (RFC 9112, 7.1).
 */
public final class BodyPart {

    /** CR and LF as one short. */
    private static final int CRLF = '\r' << 8 | '\n';

    private static final int CRLF_BYTES = 2;
    /** A size of eight digits, and CRLF. */
    private static final int HEAD_BYTES = 8 + CRLF_BYTES;

    private BodyPart() {}

    /** Returns a copy of these bytes, to be released. For any thread. */
    static ByteBuf of(byte[] bytes, int from, int to) {
        int size = to - from;
        return ByteBufAllocator.DEFAULT
                .directBuffer(HEAD_BYTES + size + CRLF_BYTES)
                .setIndex(HEAD_BYTES, HEAD_BYTES)
                .writeBytes(bytes, from, size);
    }

    /** Makes a chunk of a part that is not empty. */
    public static ByteBuf asChunk(ByteBuf part) {
        String size = Integer.toHexString(part.readableBytes());
        part.writeShort(CRLF);
        int start = part.readerIndex() - CRLF_BYTES - size.length();
        part.readerIndex(start);
        part.setShort(start + size.length(), CRLF);
        part.setCharSequence(start, size, StandardCharsets.US_ASCII);
        return part;
    }
}
