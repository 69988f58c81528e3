package dev.effe.server.topics.file;

import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the events of one file are, and of which lanes: 9 bytes for each. Thread-safe. */
final class SegmentIndex {

    private static final int FIRST_SIZE = 1024;
    private static final int EVENT_BYTES = 9;

    private final Segment segment;
    private final long first;

    // Guarded by this.
    private int[] positions = new int[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];
    private byte[] lanes = new byte[FIRST_SIZE];
    private int size;

    /** @param first the offset of the first event */
    SegmentIndex(Segment segment, long first) {
        this.segment = segment;
        this.first = first;
    }

    /** Reads what {@link #bytes} has written. */
    static SegmentIndex of(Segment segment, long first, ByteBuffer bytes) {
        SegmentIndex index = new SegmentIndex(segment, first);
        index.read(bytes);
        return index;
    }

    private synchronized void read(ByteBuffer bytes) {
        size = bytes.remaining() / EVENT_BYTES;
        positions = new int[size];
        lengths = new int[size];
        lanes = new byte[size];
        for (int slot = 0; slot < size; slot++) {
            positions[slot] = bytes.getInt();
            lengths[slot] = bytes.getInt();
            lanes[slot] = bytes.get();
        }
    }

    /** The first events, 9 bytes for each. */
    synchronized ByteBuffer bytes(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * EVENT_BYTES);
        for (int slot = 0; slot < count; slot++) {
            bytes.putInt(positions[slot]).putInt(lengths[slot]).put(lanes[slot]);
        }
        return bytes.flip();
    }

    synchronized void add(Place place, int lane) {
        int slot = Math.toIntExact(place.number() - first);
        while (slot >= positions.length) {
            positions = Arrays.copyOf(positions, 2 * positions.length);
            lengths = Arrays.copyOf(lengths, 2 * lengths.length);
            lanes = Arrays.copyOf(lanes, 2 * lanes.length);
        }
        positions[slot] = place.position();
        lengths[slot] = place.length();
        lanes[slot] = (byte) lane;
        size = Math.max(size, slot + 1);
    }

    /**
     * The first events of some lanes.
     *
     * @param from the offset to begin at
     * @param last the offset to end with
     * @param after by lane the offset behind which to look
     */
    synchronized List<Place> find(long from, long last, long[] after, int most) {
        List<Place> found = new ArrayList<>();
        int end = (int) Math.min(size, last - first + 1);
        for (int slot = (int) Math.max(0, from - first); slot < end && found.size() < most; slot++) {
            if (first + slot > after[Byte.toUnsignedInt(lanes[slot])] && positions[slot] != 0) {
                found.add(new Place(segment, first + slot, positions[slot], lengths[slot]));
            }
        }
        return found;
    }

    /** The event of an offset; null if it is damaged or not here. */
    synchronized @Nullable Place find(long offset) {
        int slot = (int) (offset - first);
        return slot < 0 || slot >= size || positions[slot] == 0
                ? null
                : new Place(segment, offset, positions[slot], lengths[slot]);
    }
}
