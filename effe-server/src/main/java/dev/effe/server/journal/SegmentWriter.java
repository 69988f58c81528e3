package dev.effe.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the last segment. After a failure it appends no more: nobody knows what of the last records is on the disk,
 * and a second attempt to put them there would only seem to succeed. Confined to the journal's thread.
 */
final class SegmentWriter {

    private static final Logger log = LoggerFactory.getLogger(SegmentWriter.class);
    private static final int LEAST_AHEAD = 64 * 1024;
    private static final int MOST_AHEAD = 1024 * 1024;
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(LEAST_AHEAD).asReadOnlyBuffer();

    final Segment segment;
    private final ByteBuffer buffer;
    /** Where the buffer's first byte goes. */
    private int bufferAt;
    /** The end of the bytes that the file has, of which those that are not written yet are zeros. */
    private int reserved;
    /** The end, and the number, of the records that are on the disk. */
    private int forced;

    private int forcedRecords;
    private boolean broken;

    SegmentWriter(Segment segment, ByteBuffer buffer) {
        this.segment = segment;
        this.buffer = buffer;
        this.reserved = segment.end;
        this.forced = segment.end;
    }

    boolean isBroken() {
        return broken;
    }

    /** Writes records behind each other: all of them count, or none. */
    List<Place> append(List<Content> records) throws IOException {
        List<Place> places = new ArrayList<>(records.size());
        int position = segment.end;
        int index = segment.records;
        try {
            begin(position);
            for (Content record : records) {
                put(record, position, index);
                places.add(new Place(segment, segment.first + index, position, record.length));
                position += Place.bytes(record.length);
                index++;
            }
            flush();
        } catch (IOException | RuntimeException e) {
            giveUp();
            throw e;
        }
        reserve(position);
        segment.end = position;
        segment.records = index;
        return places;
    }

    private void begin(int position) {
        buffer.clear();
        bufferAt = position;
    }

    private void put(Content record, int position, int index) throws IOException {
        int length = record.length;
        int known = position - forced;
        CRC32C sum = segment.sum(position, length, known, index);
        for (byte[] part : record.parts) {
            sum.update(part);
        }
        if (buffer.remaining() < Segment.HEAD_BYTES) {
            flush();
        }
        buffer.putInt(length).putInt((int) sum.getValue()).putInt(known).putInt(index);
        for (byte[] part : record.parts) {
            put(part);
        }
        put(new byte[Place.bytes(length) - length - Segment.HEAD_BYTES]);
    }

    private void put(byte[] bytes) throws IOException {
        int done = 0;
        while (done < bytes.length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int now = Math.min(bytes.length - done, buffer.remaining());
            buffer.put(bytes, done, now);
            done += now;
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        segment.file.write(buffer, bufferAt);
        begin(bufferAt + bytes);
    }

    /** Writes zeros ahead: to put records on the disk is quicker if the file need not grow for them. */
    private void reserve(int end) {
        if (end <= reserved) {
            return;
        }
        int ahead = Math.max(LEAST_AHEAD, Math.min(MOST_AHEAD, end));
        reserved = end;
        try {
            for (int done = 0; done < ahead; done += LEAST_AHEAD) {
                segment.file.write(ZEROS.duplicate(), reserved);
                reserved += LEAST_AHEAD;
            }
        } catch (IOException e) {
            log.debug("No room ahead in {}", segment.path, e); // The records have theirs.
        }
    }

    /** Puts what was written on the disk. */
    void force() throws IOException {
        if (segment.end > forced) {
            try {
                segment.file.force();
                if (!Files.exists(segment.path)) {
                    throw new NoSuchFileException(segment.path + ": somebody has deleted it");
                }
            } catch (IOException | RuntimeException e) {
                segment.end = forced;
                segment.records = forcedRecords;
                giveUp();
                throw e;
            }
            forced = segment.end;
            forcedRecords = segment.records;
        }
    }

    private void giveUp() {
        broken = true;
        cut();
    }

    /** Ends the file behind what counts. Should that fail, the next segment says where it is. */
    private void cut() {
        try {
            segment.file.truncate(segment.end);
        } catch (IOException e) {
            log.warn("{} keeps more than its {} bytes: {}", segment.path, segment.end, e.toString());
        }
    }

    /** Appends no more, for another segment does. */
    void end() {
        if (!broken) {
            try {
                force();
            } catch (IOException | RuntimeException e) {
                log.error("The last bytes of {} may not be on the disk", segment.path, e);
                return;
            }
            cut();
        }
    }

    /** Appends no more, and says in the file that it is whole. */
    void seal() throws IOException {
        end();
        if (!broken) {
            begin(segment.end);
            put(Content.SEAL, segment.end, segment.records);
            flush();
            segment.file.force();
        }
    }
}
