package dev.effe.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Gathers a body. Grows with the bytes that have arrived, never on the word of a Content-Length: a client must send
 * half of what it makes us allocate.
 */
final class BodyBuffer {
    private static final int INITIAL_BYTES = 1024;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int size;

    int size() {
        return size;
    }

    /**
     * Takes bytes.
     *
     * @param length how many; no more than {@code in} has
     * @param maxSize the body's size if it is known, else its limit; {@link #size} must not pass it
     */
    void write(ByteBuf in, int length, long maxSize) {
        if (length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, capacityFor(size + (long) length, maxSize));
        }
        in.readBytes(bytes, size, length);
        size += length;
    }

    private int capacityFor(long needed, long maxSize) {
        // With the size known the last growth is exact, and take() need not copy.
        long doubled = Math.min(maxSize, Math.max(INITIAL_BYTES, 2L * bytes.length));
        return Math.toIntExact(Math.max(needed, doubled));
    }

    /** The body, in an array of its own; the buffer is empty then. */
    byte[] take() {
        byte[] body = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        bytes = NOTHING;
        size = 0;
        return body;
    }
}
