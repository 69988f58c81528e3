package dev.effe.server.journal;

import dev.effe.server.file.FolderSync;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder of segments, of one process at a time. Records are appended to the last one, and the first ones go when
 * nothing in them is needed any more. Confined to one thread, the {@link JournalWriter}'s; segments are read by all.
 */
public final class Journal implements Closeable {

    private static final int BUFFER_BYTES = 128 * 1024;
    /** The latest segments stay open for those who read them. */
    private static final int STAY_OPEN = 4;

    private final Path folder;
    private final int segmentBytes;
    private final SteadyFile.Opener opener;
    private final FolderLock lock;
    private final Deque<Segment> segments;
    private final List<String> damaged;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private long lastSegment;
    private long nextNumber = 1;
    /** The files that are damaged and not put aside yet. */
    private int damagedSegments;
    /** The bytes of all segments but the one that is appended to. */
    private long endedBytes;

    private @Nullable SegmentWriter writer;

    /** Told of what is found, in order: of each record, or of a segment that need not be read. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * A record is found.
         *
         * @param start its first bytes, 256 at most; valid until the call returns
         */
        void found(Place place, ByteBuffer start) throws IOException;

        /**
         * Tells if a segment that has ended, and has all its bytes, need not be read: its {@link Note} has what is to be
         * known of it. Then damage inside of it is seen when a record is read. False unless overridden.
         */
        default boolean knows(Segment ended) throws IOException {
            return false;
        }
    }

    private Journal(Path folder, int segmentBytes, SteadyFile.Opener opener, FolderLock lock, Visitor visitor)
            throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.opener = opener;
        this.lock = lock;
        JournalFiles files = new JournalFiles(folder, opener);
        files.read(visitor);
        segments = files.segments;
        damaged = files.damaged;
        lastSegment = files.lastNumber;
        for (Segment segment : segments) {
            endedBytes += segment.end;
            damagedSegments += segment.damaged ? 1 : 0;
        }
        if (!segments.isEmpty()) {
            Segment last = segments.getLast();
            nextNumber = last.first + last.records;
        }
    }

    /**
     * Opens a folder, making it if need be, and reads what is in it: always the last segment, which may have a torn end,
     * and of the others those that the visitor does not know.
     *
     * @param segmentBytes how large a file becomes; one that has a single append may be larger
     * @throws LockedException if another process has it
     * @throws IOException if it cannot be used
     */
    public static Journal open(Path folder, int segmentBytes, Visitor visitor) throws IOException {
        return open(
                folder,
                segmentBytes,
                file -> FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE),
                visitor);
    }

    static Journal open(Path folder, int segmentBytes, SteadyFile.Opener opener, Visitor visitor) throws IOException {
        FolderLock lock = FolderLock.take(folder);
        try {
            return new Journal(folder, segmentBytes, opener, lock, visitor);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Writes records. They survive the process when it returns, and the machine after the
     * next {@link #force}.
     *
     * @throws IOException if that fails; none of them counts then
     */
    public List<Place> append(List<Content> records) throws IOException {
        long bytes = 0;
        for (Content record : records) {
            bytes += Place.bytes(record.length);
        }
        List<Place> places = writerFor(bytes).append(records);
        nextNumber += records.size();
        return places;
    }

    private SegmentWriter writerFor(long bytes) throws IOException {
        SegmentWriter last = writer;
        if (last != null && !last.isBroken()) {
            int end = last.segment.end;
            if (end == Segment.HEADER_BYTES || end + bytes <= segmentBytes) {
                return last;
            }
            last.end();
        }
        return begin(last == null);
    }

    /** Begins a segment behind those that there are, of which an earlier process may have left the last. */
    private SegmentWriter begin(boolean isFirst) throws IOException {
        Segment last = segments.peekLast();
        Path path = Segment.path(folder, lastSegment + 1);
        if (last != null) {
            nextNumber = last.first + last.records; // Some may have been taken back.
        }
        if (last != null && isFirst) {
            last.file.truncate(last.end);
            last.file.force();
        }
        Segment segment = Segment.make(path, nextNumber, last == null ? 0 : last.end, opener);
        try {
            FolderSync.force(folder);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        lastSegment++;
        segments.add(segment);
        if (last != null && !isFirst) {
            endedBytes += last.end;
        }
        closeOld();
        SegmentWriter begun = new SegmentWriter(segment, buffer);
        writer = begun;
        return begun;
    }

    private void closeOld() throws IOException {
        int others = segments.size() - STAY_OPEN;
        for (Segment segment : segments) {
            if (others-- <= 0) {
                break;
            }
            segment.file.close();
        }
    }

    /**
     * Puts all that was appended on the disk.
     *
     * @throws IOException if that fails; nothing that was appended since the last time counts then
     */
    public void force() throws IOException {
        if (writer != null) {
            writer.force();
        }
    }

    /** Reads a segment again from its beginning. */
    public void read(Segment segment, Visitor visitor) throws IOException {
        boolean wasDamaged = segment.damaged;
        new SegmentScan(segment, segment.end, false).run(visitor::found);
        damagedSegments += segment.damaged && !wasDamaged ? 1 : 0;
    }

    /** The oldest segment, unless it is the one that is appended to; null if there is none. */
    public @Nullable Segment oldest() {
        Segment oldest = segments.peekFirst();
        return writer != null && writer.segment == oldest ? null : oldest;
    }

    /** True if a segment that is not put aside yet is damaged. */
    public boolean isDamaged() {
        return damagedSegments > 0;
    }

    /** Drops the first segments in which nothing is needed; damaged ones are put aside. */
    public void trim() throws IOException {
        Segment oldest = oldest();
        while (oldest != null && !oldest.isNeeded()) {
            drop(oldest);
            oldest = oldest();
        }
    }

    private void drop(Segment segment) throws IOException {
        segment.file.close();
        if (segment.damaged) {
            damaged.add(JournalFiles.putAside(segment.path));
            damagedSegments--;
        } else {
            Files.deleteIfExists(segment.path);
        }
        Note.forget(segment);
        segments.remove(segment);
        endedBytes -= segment.end;
    }

    /** Drops all segments. */
    public void clear() throws IOException {
        if (writer != null) {
            endedBytes += writer.segment.end;
            writer = null;
        }
        for (Segment segment : new ArrayList<>(segments)) {
            drop(segment);
        }
    }

    public boolean isEmpty() {
        return segments.isEmpty();
    }

    /** The bytes of all records, those that are not needed included. */
    public long bytes() {
        return endedBytes + (writer == null ? 0 : writer.segment.end);
    }

    /** The names of files that were put aside, now or by earlier processes. */
    public List<String> damaged() {
        return damaged.stream().sorted().toList();
    }

    /** Ends the last segment, and gives the folder to the next process. */
    @Override
    public void close() throws IOException {
        try {
            if (writer != null) {
                writer.seal();
            }
            for (Segment segment : segments) {
                segment.file.close();
            }
        } finally {
            lock.close();
        }
    }
}
