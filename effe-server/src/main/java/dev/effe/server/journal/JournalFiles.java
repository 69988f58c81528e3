package dev.effe.server.journal;

import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that earlier processes have left in a journal's folder. Used by one thread. */
final class JournalFiles {

    private static final Logger log = LoggerFactory.getLogger(JournalFiles.class);

    private final Path folder;
    private final SteadyFile.Opener opener;
    final Deque<Segment> segments = new ArrayDeque<>();
    /** The names of files that were put aside. */
    final List<String> damaged = new ArrayList<>();

    private final List<Path> notes = new ArrayList<>();
    /** The highest number that a file has or had. */
    long lastNumber;

    JournalFiles(Path folder, SteadyFile.Opener opener) throws IOException {
        this.folder = folder;
        this.opener = opener;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                find(file, file.getFileName().toString());
            }
        }
        for (Path note : notes) {
            if (segments.stream().noneMatch(segment -> note.equals(Note.of(segment.path)))) {
                Files.delete(note); // Its segment went, and the process before this one could.
            }
        }
    }

    private void find(Path file, String name) throws IOException {
        if (name.matches("0\\d{18}\\" + Note.SUFFIX)) {
            OwnerOnly.tighten(file);
            notes.add(file);
        }
        boolean isOurs = name.matches("0\\d{18}\\" + Segment.SUFFIX + "(\\..+)?");
        if (!isOurs) {
            return;
        }
        OwnerOnly.tighten(file);
        if (name.endsWith(Segment.UNFINISHED)) {
            Files.delete(file); // Nobody was told of what is in it.
        } else if (name.endsWith(Segment.DAMAGED)) {
            damaged.add(name);
        } else {
            Segment segment = Segment.load(file, opener);
            if (segment == null) {
                log.error("{} has no readable head: all its records are lost", file);
                damaged.add(putAside(file));
            } else {
                segments.add(segment);
            }
        }
        lastNumber = Math.max(lastNumber, Long.parseLong(name.substring(0, name.indexOf('.'))));
    }

    /** Gives a damaged file another name, for somebody to look into. Returns the name. */
    static String putAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + Segment.DAMAGED);
        Files.move(file, aside);
        log.error("A journal's file is damaged and is put aside as {}", aside);
        return aside.getFileName().toString();
    }

    /** Reads all records in their order, but for those that the visitor knows. */
    void read(Journal.Visitor visitor) throws IOException {
        Segment before = null;
        for (Segment segment : segments) {
            if (before != null) {
                read(before, segment, visitor);
            }
            before = segment;
        }
        if (before != null) {
            read(before, null, visitor);
        }
    }

    private void read(Segment segment, @Nullable Segment next, Journal.Visitor visitor) throws IOException {
        int size = Math.toIntExact(Files.size(segment.path));
        if (next == null || next.number != segment.number + 1) {
            new SegmentScan(segment, size, true).run(visitor::found);
            if (next != null) {
                log.error("{} has no file between {} and {}", folder, segment.number, next.number);
            }
        } else if (!isKnown(segment, next, size, visitor)) {
            new SegmentScan(segment, Math.min(size, next.previousEnd), false).run(visitor::found);
            if (size < next.previousEnd) {
                segment.damaged = true;
                log.error("{} is cut: it had {} bytes and has {}", segment.path, next.previousEnd, size);
            }
        }
        segment.file.close();
    }

    /** The head of the next segment says where this one ended, and by its first number how many records it has. */
    private static boolean isKnown(Segment segment, Segment next, int size, Journal.Visitor visitor)
            throws IOException {
        segment.end = next.previousEnd;
        segment.records = Math.toIntExact(next.first - segment.first);
        return size >= segment.end && visitor.knows(segment);
    }
}
