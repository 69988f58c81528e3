package dev.effe.server.http.coding;

import dev.effe.StatusException;
import dev.effe.server.memory.DecodedRoom;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Body;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A body that is being inflated, in pieces that double it, each charged before it is made: what a few bytes promise is
 * never believed. Worker-confined.
 */
final class InflatedBody {

    private static final int INITIAL_BYTES = 4 * 1024;
    private static final byte[] NOTHING = {};

    private final long maxBytes;
    private final DecodedRoom room;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] piece = NOTHING;
    private int filled;
    private int size;

    InflatedBody(long maxBytes, DecodedRoom room) {
        this.maxBytes = maxBytes;
        this.room = room;
    }

    long size() {
        return size;
    }

    /**
     * Inflates one stream of RFC 1951.
     *
     * @param checksum of what it is inflated to
     * @return where the stream ends
     */
    int inflateRaw(byte[] in, int from, CRC32 checksum) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(in, from, in.length - from);
            inflate(inflater, checksum);
            return in.length - inflater.getRemaining();
        } finally {
            inflater.end();
        }
    }

    /** Inflates a whole body of the coding deflate, which is RFC 1950, though some clients send RFC 1951 for it. */
    void inflateZlib(byte[] in) throws DataFormatException {
        Inflater inflater = new Inflater(!isZlib(in));
        try {
            inflater.setInput(in);
            inflate(inflater, new CRC32());
            if (inflater.getRemaining() > 0) {
                throw new DataFormatException("something behind the end");
            }
        } finally {
            inflater.end();
        }
    }

    private static boolean isZlib(byte[] in) {
        return in.length >= 2 && (in[0] & 0x0f) == 8 && (((in[0] & 0xff) << 8) | (in[1] & 0xff)) % 31 == 0;
    }

    private void inflate(Inflater inflater, CRC32 checksum) throws DataFormatException {
        while (!inflater.finished()) {
            if (filled == piece.length) {
                addPiece();
            }
            int count = inflater.inflate(piece, filled, piece.length - filled);
            if (count == 0 && !inflater.finished()) {
                throw new DataFormatException("cut");
            }
            checksum.update(piece, filled, count);
            filled += count;
            size += count;
            if (size > maxBytes) {
                throw new StatusException(
                        413, "The request body is too large when decoded: max-body allows " + maxBytes + " bytes.");
            }
        }
    }

    private void addPiece() {
        if (filled > 0) {
            full.add(piece);
        }
        int length = (int) Math.min(maxBytes + 1 - size, Math.max(INITIAL_BYTES, size));
        if (length > MemoryBudget.SMALL_BYTES && !room.tryTake(length)) {
            throw new StatusException(503, "The server has no memory for this request now.");
        }
        piece = new byte[length];
        filled = 0;
    }

    /** The body, in arrays of its own. */
    Body take() {
        full.add(filled == piece.length ? piece : Arrays.copyOf(piece, filled));
        return Body.of(full, size);
    }
}
