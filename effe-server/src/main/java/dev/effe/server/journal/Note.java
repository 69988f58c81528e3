package dev.effe.server.journal;

import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file beside a segment that has ended, in which the journal's user keeps what a start must know of it: blocks of bytes,
 * each with a checksum. All that is in it can be made again from the segment, so it is never put on the disk by force, and
 * one that is missing, damaged or of another segment counts as none. Stateless.
 *
 * <p>It has a head: magic, the segment's salt, end and number of records, the number of blocks, for each its length and
 * checksum, and the checksum of the head. The blocks follow.
 */
public final class Note {

    static final String SUFFIX = ".note";

    private static final Logger log = LoggerFactory.getLogger(Note.class);
    private static final long MAGIC = 0x45464645_4e4f5431L;
    private static final int HEAD_BYTES = 24;
    private static final int BLOCK_BYTES = 8;
    private static final int SUM_BYTES = 4;
    private static final int MOST_BLOCKS = 16;

    private Note() {}

    static Path of(Path segment) {
        String name = segment.getFileName().toString();
        return segment.resolveSibling(name.substring(0, name.indexOf('.')) + SUFFIX);
    }

    /** Writes the blocks beside a segment, in place of those that there are. Nobody needs them: a failure is only logged. */
    public static void write(Segment segment, ByteBuffer... blocks) {
        Path path = of(segment.path);
        try {
            Files.deleteIfExists(path);
            OwnerOnly.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
            try (SteadyFile file = new SteadyFile(path, segment.opener)) {
                ByteBuffer head = head(segment, blocks);
                int position = head.limit();
                file.write(head, 0);
                for (ByteBuffer block : blocks) {
                    file.write(block.duplicate(), position);
                    position += block.remaining();
                }
            }
        } catch (IOException e) {
            log.warn("{} is not written, so the next start reads the whole segment: {}", path, e.toString());
            forget(segment);
        }
    }

    private static ByteBuffer head(Segment segment, ByteBuffer... blocks) {
        ByteBuffer head = ByteBuffer.allocate(headBytes(blocks.length));
        head.putLong(MAGIC).putInt(segment.salt).putInt(segment.end).putInt(segment.records);
        head.putInt(blocks.length);
        for (ByteBuffer block : blocks) {
            head.putInt(block.remaining()).putInt(sum(block));
        }
        return head.putInt(sum(head.duplicate().flip())).flip();
    }

    private static int headBytes(int blocks) {
        return HEAD_BYTES + blocks * BLOCK_BYTES + SUM_BYTES;
    }

    private static int sum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.duplicate());
        return (int) sum.getValue();
    }

    /**
     * Reads a block.
     *
     * @param block its index
     * @return empty if the segment has no sound note
     * @throws IOException if the file is there and cannot be read now
     */
    public static Optional<ByteBuffer> read(Segment segment, int block) throws IOException {
        Path path = of(segment.path);
        try (SteadyFile file = new SteadyFile(path, segment.opener)) {
            return Optional.of(read(file, segment, block));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DamagedException e) {
            log.warn("{} does not count: {}", path, e.getMessage());
            return Optional.empty();
        }
    }

    private static ByteBuffer read(SteadyFile file, Segment segment, int block) throws IOException {
        ByteBuffer start = bytes(file, 0, HEAD_BYTES);
        int count = start.getInt(HEAD_BYTES - Integer.BYTES);
        if (start.getLong() != MAGIC || count <= block || count > MOST_BLOCKS) {
            throw new DamagedException("it is no note");
        }
        int headBytes = headBytes(count);
        ByteBuffer head = bytes(file, 0, headBytes);
        if (head.getInt(headBytes - SUM_BYTES) != sum(head.duplicate().limit(headBytes - SUM_BYTES))) {
            throw new DamagedException("its head is damaged");
        }
        head.position(Long.BYTES);
        if (head.getInt() != segment.salt || head.getInt() != segment.end || head.getInt() != segment.records) {
            throw new DamagedException("it is of another segment");
        }
        int position = headBytes;
        for (int before = 0; before < block; before++) {
            position += head.getInt(HEAD_BYTES + before * BLOCK_BYTES);
        }
        ByteBuffer found = bytes(file, position, head.getInt(HEAD_BYTES + block * BLOCK_BYTES));
        if (sum(found) != head.getInt(HEAD_BYTES + block * BLOCK_BYTES + Integer.BYTES)) {
            throw new DamagedException("block " + block + " is damaged");
        }
        return found;
    }

    private static ByteBuffer bytes(SteadyFile file, int position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(bytes, position);
        return bytes.flip();
    }

    /** Deletes the note of a segment that goes. */
    static void forget(Segment segment) {
        try {
            Files.deleteIfExists(of(segment.path));
        } catch (IOException e) {
            log.warn("{} could not be deleted: {}", of(segment.path), e.toString());
        }
    }
}
