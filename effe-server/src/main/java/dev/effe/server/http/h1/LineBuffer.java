package dev.effe.server.http.h1;

import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The lines of a head or of a trailer section, gathered from the network until each has its CRLF.
 *
 * <p>Bytes are copied here in bulk and read from the array, which costs less than reading them one by one from a direct
 * buffer. Bytes copied too many are given back at the end. Confined to its connection's event loop.
 */
final class LineBuffer {
    /** The first array is as large as what came, within these: ten thousand slow heads are to hold little. */
    private static final int LEAST_BYTES = 128;

    private static final int MOST_FIRST_BYTES = 1024;
    /** After the line of a chunk, of three bytes perhaps, a head may come. */
    private static final int LEAST_EXPECTED_BYTES = 32;
    /** A larger array is let go after use, so that ten thousand idle connections hold little. */
    private static final int MAX_KEPT_BYTES = 1024;

    private byte[] bytes = {};
    /** The length of the last lines: pipelined requests are alike, and none of their bytes is copied twice. */
    private int expected = MOST_FIRST_BYTES;
    /** The first byte behind the current line. */
    private int next;
    /** From {@link #next} up to here there is no line feed. */
    private int searched;
    /** The first free byte. */
    private int end;

    private int lineStart;
    private int lineEnd;

    /** Takes bytes from {@code in}: what the first lines are expected to be long, then all or what there is room for. */
    void fill(ByteBuf in) {
        makeRoom(in.readableBytes());
        int wanted = end == 0 ? expected : in.readableBytes();
        int length = Math.min(Math.min(in.readableBytes(), wanted), bytes.length - end);
        in.readBytes(bytes, end, length);
        end += length;
    }

    private void makeRoom(int wanted) {
        if (end < bytes.length) {
            return;
        }
        if (next > 0) {
            System.arraycopy(bytes, next, bytes, 0, end - next);
            searched -= next;
            end -= next;
            next = 0;
        } else {
            int first = Math.max(LEAST_BYTES, Math.min(MOST_FIRST_BYTES, wanted));
            bytes = Arrays.copyOf(bytes, Math.max(first, 2 * bytes.length));
        }
    }

    /**
     * Moves on to the next line. The result and the refusal depend on the bytes alone, never on how they were cut into
     * packets.
     *
     * @param maxBytes the longest line allowed, without its CRLF
     * @param tooLong thrown as soon as the line can no longer end within the limit
     * @param malformed thrown if the line ends with LF alone
     * @return false if the line's end has not arrived yet
     */
    boolean nextLine(int maxBytes, Refusal tooLong, Refusal malformed) throws RefusedException {
        int last = next + maxBytes + 1;
        int lf = indexOfLf(Math.max(next, searched), Math.min(end, last + 1));
        if (lf < 0) {
            searched = end;
            if (end > last || (end == last && bytes[last - 1] != '\r')) {
                throw tooLong.exception();
            }
            return false;
        }
        if (lf == next || bytes[lf - 1] != '\r') {
            throw (lf == last ? tooLong : malformed).exception();
        }
        lineStart = next;
        lineEnd = lf - 1;
        next = lf + 1;
        return true;
    }

    private int indexOfLf(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The array that the indexes refer to; valid until the next {@link #fill}. */
    byte[] bytes() {
        return bytes;
    }

    int lineStart() {
        return lineStart;
    }

    /** The index behind the line's last byte, where its CRLF begins. */
    int lineEnd() {
        return lineEnd;
    }

    /** The memory that it holds, for a line that is not complete or for the next one. */
    int heldBytes() {
        return bytes.length;
    }

    boolean lineIsEmpty() {
        return lineStart == lineEnd;
    }

    /** The bytes that belong to no complete line yet begin here. */
    int unreadStart() {
        return next;
    }

    int unreadEnd() {
        return end;
    }

    /**
     * Returns the bytes behind the current line to the buffer they were last taken from, and starts afresh. They are
     * always that buffer's: a line is complete with the fill that brought its end.
     */
    void giveBack(ByteBuf in) {
        in.readerIndex(in.readerIndex() - (end - next));
        expected = Math.max(LEAST_EXPECTED_BYTES, next);
        next = 0;
        searched = 0;
        end = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[] {};
        }
    }
}
