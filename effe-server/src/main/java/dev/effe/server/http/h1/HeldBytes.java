package dev.effe.server.http.h1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The bytes that were read from a connection and are not decoded yet. Owns the buffers. Confined to its event loop. */
final class HeldBytes {
    private static final int FULL_BYTES = 64 * 1024;

    private final Deque<ByteBuf> buffers = new ArrayDeque<>(4);
    /** The memory that is held, which one byte in a large buffer has much of. */
    private long heldBytes;

    void add(ByteBuf buffer) {
        buffers.add(buffer);
        heldBytes += buffer.capacity();
    }

    @Nullable ByteBuf first() {
        return buffers.peek();
    }

    void releaseFirst() {
        ByteBuf first = buffers.remove();
        heldBytes -= first.capacity();
        first.release();
    }

    void releaseAll() {
        while (!buffers.isEmpty()) {
            releaseFirst();
        }
    }

    /** The memory that is held. */
    long bytes() {
        return heldBytes;
    }

    boolean isFull() {
        return heldBytes > FULL_BYTES;
    }
}
