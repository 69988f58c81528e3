package dev.effe.lambda.runtime.http;

import java.util.Arrays;

/** Bytes that are held back. Most handlers write all in one piece: of that there is one copy only. */
final class HeldBytes {

    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int size;

    void write(byte[] from, int offset, int length) {
        if (length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * size));
        }
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    int size() {
        return size;
    }

    /** All of them, not to be changed, and not after the next write. */
    byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
