package dev.effe.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of a segment one after the other, names what is damaged and finds where the last one ends. Used by
 * one thread.
 */
final class SegmentScan {

    private static final Logger log = LoggerFactory.getLogger(SegmentScan.class);
    private static final int WINDOW_BYTES = 256 * 1024;
    /** The most of a record that whoever is told of it is shown. */
    private static final int SHOWN_BYTES = 256;

    private final Segment segment;
    private final int limit;
    /** True if it may have a torn end. */
    private final boolean isLast;

    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
    private int windowAt;
    private int windowEnd;

    // The record that was looked at last.
    private int length;
    private int known;
    private int index;

    /**
     * Makes it.
     *
     * @param limit the bytes of the file that may be records
     * @param isLast whether bytes at the end may be those of a write that was not finished
     */
    SegmentScan(Segment segment, int limit, boolean isLast) {
        this.segment = segment;
        this.limit = limit;
        this.isLast = isLast;
    }

    /** Told of each record: where it is and its first bytes, 256 at most. */
    @FunctionalInterface
    interface Visitor {
        void record(Place place, ByteBuffer start) throws IOException;
    }

    /** Reads it all, and sets the segment's end. */
    void run(Visitor visitor) throws IOException {
        int position = Segment.HEADER_BYTES;
        int next = 0;
        while (position < limit) {
            if (isSound(position, next) && index == next) {
                if (length == 0) {
                    break; // The seal.
                }
                visitor.record(
                        new Place(segment, segment.first + index, position, length),
                        window(position + Segment.HEAD_BYTES, Math.min(length, SHOWN_BYTES)));
                position += Place.bytes(length);
                next++;
            } else {
                int sound = soundAfter(position, next);
                if (sound == limit && isLast) {
                    sayTorn(position);
                    break;
                }
                segment.damaged = true;
                int lost = sound == limit ? 0 : index - next;
                log.error(
                        "{} is damaged from byte {} to byte {}: {} records from {} on are lost",
                        segment.path,
                        position,
                        sound,
                        lost == 0 ? "the" : lost,
                        segment.first + next);
                position = sound;
                next += lost;
            }
        }
        segment.end = Math.min(position, limit);
        segment.records = next;
    }

    /**
     * The first sound record behind bytes that are none, and {@link #index} its own. Returns the limit if there is none,
     * and also where a torn end may be: if the bytes were not known to be on the disk when what follows was written.
     */
    private int soundAfter(int position, int next) throws IOException {
        int found = limit;
        int foundIndex = 0;
        int at = position + Segment.ALIGNMENT;
        while (at + Segment.HEAD_BYTES <= limit) {
            boolean isSound = isSound(at, next);
            if (isSound && found == limit) {
                found = at;
                foundIndex = index;
            }
            if (isSound && (!isLast || at - known > position)) {
                index = foundIndex;
                return found;
            }
            at += isSound ? Place.bytes(length) : Segment.ALIGNMENT;
        }
        return limit;
    }

    private boolean isSound(int position, int least) throws IOException {
        if (position + Segment.HEAD_BYTES > limit) {
            return false;
        }
        ByteBuffer head = window(position, Segment.HEAD_BYTES);
        length = head.getInt();
        int expected = head.getInt();
        known = head.getInt();
        index = head.getInt();
        boolean canBe = length >= 0
                && length <= limit - position - Segment.HEAD_BYTES
                && known >= 0
                && known <= position - Segment.HEADER_BYTES
                && index >= least
                && index - least <= limit / Segment.HEAD_BYTES;
        return canBe && sum(position) == expected;
    }

    private int sum(int position) throws IOException {
        CRC32C sum = segment.sum(position, length, known, index);
        int at = position + Segment.HEAD_BYTES;
        int left = length;
        while (left > 0) {
            int now = Math.min(left, WINDOW_BYTES);
            sum.update(window(at, now));
            at += now;
            left -= now;
        }
        return (int) sum.getValue();
    }

    /** Some bytes of the file, {@code WINDOW_BYTES} at most; valid until the next call. */
    private ByteBuffer window(int position, int bytes) throws IOException {
        if (position < windowAt || position + bytes > windowEnd) {
            window.clear().limit(Math.min(WINDOW_BYTES, limit - position));
            segment.file.read(window, position);
            windowAt = position;
            windowEnd = position + window.position();
        }
        return window.duplicate().position(position - windowAt).limit(position - windowAt + bytes);
    }

    private void sayTorn(int position) throws IOException {
        int end = limit;
        while (end > position && window(end - 1, 1).get() == 0) {
            end--;
        }
        if (end > position) {
            log.warn(
                    "{} ends with {} bytes of a write that was not finished, and of which nobody was told: they are cut",
                    segment.path,
                    end - position);
        }
    }
}
