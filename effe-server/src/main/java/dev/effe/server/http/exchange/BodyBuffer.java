package dev.effe.server.http.exchange;

import dev.effe.server.route.Body;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a body: in one array if memory was taken for all of it, else in pieces that double it, which grow with the
 * bytes that have arrived and never on the word of a Content-Length; or in a file.
 */
public final class BodyBuffer {
    private static final int INITIAL_BYTES = 1024;
    private static final byte[] NOTHING = {};

    private List<byte[]> full = List.of();
    /** The piece that is being filled. */
    private byte[] bytes = NOTHING;

    private int filled;
    private int size;
    private @Nullable BodyFile file;

    public int size() {
        return size;
    }

    /** Makes the one array for a body of this size, all of which has been charged. */
    public void reserve(int wholeSize) {
        byte[] whole = new byte[wholeSize];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(bytes, 0, whole, at, filled);
        full = List.of();
        bytes = whole;
        filled = size;
    }

    /** Has a file take what has come, and what comes. */
    public void into(BodyFile taker) {
        full.forEach(taker::write);
        if (filled > 0) {
            taker.write(Arrays.copyOf(bytes, filled));
        }
        full = List.of();
        bytes = NOTHING;
        filled = 0;
        file = taker;
    }

    public boolean isInto(BodyFile taker) {
        return file == taker;
    }

    /** True if no more is to come before its file has told that it may. */
    public boolean isBehind() {
        return file != null && file.isBehind();
    }

    /**
     * Takes bytes.
     *
     * @param length how many; no more than {@code in} has
     * @param maxSize the body's size if it is known, else its limit; {@link #size} must not pass it
     */
    public void write(ByteBuf in, int length, long maxSize) {
        if (file != null) {
            size += length;
            file.write(in, length);
            return;
        }
        int rest = length;
        while (rest > 0) {
            if (filled == bytes.length) {
                addPiece(rest, maxSize);
            }
            int count = Math.min(rest, bytes.length - filled);
            in.readBytes(bytes, filled, count);
            filled += count;
            size += count;
            rest -= count;
        }
    }

    private void addPiece(int needed, long maxSize) {
        if (filled > 0) {
            full = full.isEmpty() ? new ArrayList<>() : full;
            full.add(bytes);
        }
        // With the size known the last piece is exact, and take() need not copy it.
        long asMuchAgain = Math.min(maxSize - size, Math.max(INITIAL_BYTES, size));
        bytes = new byte[Math.toIntExact(Math.max(needed, asMuchAgain))];
        filled = 0;
    }

    /** The body, in arrays of its own; the buffer is empty then. */
    public Body take() {
        if (size == 0) {
            return Body.empty();
        }
        if (file != null) {
            Body taken = file;
            file = null;
            size = 0;
            return taken;
        }
        byte[] last = filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
        Body body;
        if (full.isEmpty()) {
            body = Body.of(last);
        } else {
            full.add(last);
            body = Body.of(full, size);
        }
        full = List.of();
        bytes = NOTHING;
        filled = 0;
        size = 0;
        return body;
    }

    /** Gives the body up. */
    public void drop() {
        if (file != null) {
            file.discard();
        }
        take();
        file = null;
    }
}
