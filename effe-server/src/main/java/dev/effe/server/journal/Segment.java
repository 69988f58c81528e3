package dev.effe.server.journal;

import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of a journal. Thread-safe; only the journal's thread makes it grow.
 *
 * <p>It has a head of 32 bytes: magic, number of its first record, end of the segment before it, salt, checksum. Records
 * follow, each at a multiple of 8: 16 bytes of head (length; checksum of the salt, the record's position, the rest of its
 * head and its bytes; bytes between it and the last that was known to be on the disk when it was written; its index
 * in the file), then the bytes. A record of no length seals a file: all before it is on the disk. Nothing but zeros
 * follows the last record, unless the process or the machine ended in the middle of a write.
 *
 * <p>Salt and position make sure that no copy of a record is taken for one, wherever it comes from. The known bytes tell
 * damage from a torn end: a record that cannot be read is damage if a later one was written when it was on the disk.
 */
public final class Segment {

    static final String SUFFIX = ".journal";
    static final String UNFINISHED = ".tmp";
    static final String DAMAGED = ".damaged";
    static final int HEADER_BYTES = 32;
    static final int HEAD_BYTES = 16;
    static final int ALIGNMENT = 8;

    private static final long MAGIC = 0x45464645_4a524e31L;
    private static final int SUMMED_HEADER = 28;
    private static final SecureRandom SALTS = new SecureRandom();

    final Path path;
    /** Its own, one more than that of the segment before it. */
    final long number;
    /** The number of its first record. */
    final long first;
    /** The bytes of the segment before it that count. */
    final int previousEnd;

    final int salt;
    final SteadyFile.Opener opener;
    final SteadyFile file;
    /** The number of its records that somebody still needs. */
    private final AtomicInteger needed = new AtomicInteger();
    /** Its bytes that count. */
    volatile int end = HEADER_BYTES;
    /** The records that it has, those that were damaged included. */
    volatile int records;
    /** True if bytes of it are not those that were written. */
    volatile boolean damaged;

    private Segment(Path path, long first, int previousEnd, int salt, SteadyFile.Opener opener) {
        this.path = path;
        this.number = number(path);
        this.first = first;
        this.previousEnd = previousEnd;
        this.salt = salt;
        this.opener = opener;
        this.file = new SteadyFile(path, opener);
    }

    static Path path(Path folder, long number) {
        return folder.resolve(String.format("%019d%s", number, SUFFIX));
    }

    private static long number(Path path) {
        String name = path.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** Makes a file, which has its name once its head is on the disk. The name is not yet. */
    static Segment make(Path path, long first, int previousEnd, SteadyFile.Opener opener) throws IOException {
        Segment segment = new Segment(path, first, previousEnd, SALTS.nextInt(), opener);
        Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        try {
            OwnerOnly.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
            try (SteadyFile file = new SteadyFile(unfinished, opener)) {
                file.write(segment.header(), 0);
                file.force();
            }
            Files.move(unfinished, path);
            return segment;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    private ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putLong(first).putInt(previousEnd).putInt(salt).putInt(0);
        return header.putInt(sumOfHeader(header)).flip();
    }

    private static int sumOfHeader(ByteBuffer header) {
        CRC32C sum = new CRC32C();
        sum.update(header.duplicate().position(0).limit(SUMMED_HEADER));
        return (int) sum.getValue();
    }

    /** Opens a file that an earlier process made. Returns null if its head is damaged. */
    static @Nullable Segment load(Path path, SteadyFile.Opener opener) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (SteadyFile file = new SteadyFile(path, opener)) {
            file.read(header, 0);
        } catch (DamagedException e) {
            return null;
        }
        header.flip();
        boolean isOne = header.getLong() == MAGIC && header.getInt(SUMMED_HEADER) == sumOfHeader(header);
        return isOne ? new Segment(path, header.getLong(), header.getInt(), header.getInt(), opener) : null;
    }

    /** The begun checksum of a record, for its bytes to be added. */
    CRC32C sum(int position, int length, int known, int index) {
        ByteBuffer head = ByteBuffer.allocate(5 * Integer.BYTES);
        head.putInt(salt).putInt(position).putInt(length).putInt(known).putInt(index);
        CRC32C sum = new CRC32C();
        sum.update(head.array());
        return sum;
    }

    /**
     * Reads a record.
     *
     * @throws DamagedException if it is not as it was written
     * @throws java.nio.file.NoSuchFileException if the segment was trimmed
     */
    public ByteBuffer read(Place place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + place.length());
        file.read(bytes, place.position());
        bytes.flip();
        int length = bytes.getInt();
        int expected = bytes.getInt();
        CRC32C sum = sum(place.position(), length, bytes.getInt(), bytes.getInt());
        sum.update(bytes.duplicate());
        if (length != place.length() || (int) sum.getValue() != expected) {
            throw new DamagedException("Record " + place.number() + " in " + path + " is damaged");
        }
        return bytes;
    }

    /** The number of its first record. */
    public long first() {
        return first;
    }

    /** The records that it has. */
    public int records() {
        return records;
    }

    /** True if it was read and some of its bytes are not those that were written. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Says that one more, or one fewer, of its records is needed. */
    public void need(int change) {
        needed.addAndGet(change);
    }

    public boolean isNeeded() {
        return needed.get() != 0;
    }
}
