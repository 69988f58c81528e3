package dev.effe.server.route;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A body in memory, in the pieces in which it was gathered: a large one is put together only for whoever wants it whole,
 * which is the copy that a function is given anyway. One that is elsewhere is a class of its own. Immutable and
 * thread-safe.
 */
public class Body {

    private static final Body EMPTY = new Body(List.of(new byte[0]), 0);

    private final List<byte[]> pieces;
    private final int length;

    private Body(List<byte[]> pieces, int length) {
        this.pieces = pieces;
        this.length = length;
    }

    /** A body that is not in memory. */
    protected Body(int length) {
        this(List.of(), length);
    }

    public static Body empty() {
        return EMPTY;
    }

    /** A body in one piece, which is not to be changed any more. */
    public static Body of(byte[] whole) {
        return new Body(List.of(whole), whole.length);
    }

    /**
     * A body in several pieces.
     *
     * @param pieces not to be changed any more, nor what is in them
     * @param length of all of them
     */
    public static Body of(List<byte[]> pieces, int length) {
        return new Body(pieces, length);
    }

    public final int length() {
        return length;
    }

    /** The bytes of it that are in memory. */
    public long memoryBytes() {
        return length;
    }

    /** The bytes in an array of the caller's own. */
    public byte[] copy() {
        if (pieces.size() == 1) {
            return Arrays.copyOf(pieces.get(0), length); // Which Java does not fill with zeros before.
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }

    /** The bytes in an array that is not to be changed, for it may be the body itself. */
    public byte[] bytes() {
        return pieces.size() == 1 ? pieces.get(0) : copy();
    }

    /** The bytes from the first one on. Its reads block if it is not in memory. */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }

    /** Nobody reads it any more. May be called again. */
    public void discard() {}
}
