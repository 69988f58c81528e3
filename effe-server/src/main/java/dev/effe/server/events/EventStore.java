package dev.effe.server.events;

import dev.effe.server.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that events are kept in, by one process at a time. Used by the writer's thread alone; how an event stands
 * from then on is written by {@link EventIndex}.
 */
final class EventStore implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(EventStore.class);

    private static final String SUFFIX = ".events";
    private static final String UNFINISHED = ".tmp";
    private static final String DAMAGED = ".damaged";

    private final Path folder;
    private final FileChannel lock;
    private final List<StoredEvent> recovered = new ArrayList<>();
    /** The names of files that cannot be read. */
    private final List<String> damaged = new ArrayList<>();

    private long lastNumber;

    private EventStore(Path folder, FileChannel lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        List<Path> reasons = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            OwnerOnly.tighten(file);
            if (name.endsWith(UNFINISHED)) {
                Files.delete(file); // Nobody was told that it is accepted.
            } else if (name.endsWith(SUFFIX)) {
                lastNumber = Math.max(lastNumber, number(name));
                recover(file);
            } else if (name.endsWith(DAMAGED)) {
                damaged.add(name);
            } else if (name.endsWith(EventReasons.SUFFIX)) {
                reasons.add(file);
            }
        }
        Map<String, StoredEvent> events = new HashMap<>();
        recovered.forEach(event -> events.put(event.id.toString(), event));
        for (Path file : reasons) {
            EventReasons.recover(file, events);
        }
    }

    /** Another process has the folder. */
    static final class LockedException extends IOException {

        private static final long serialVersionUID = 1;

        LockedException() {
            super("another effe uses the folder of --data-dir");
        }
    }

    /**
     * Opens a folder, making it if need be, and reads what is in it.
     *
     * @throws LockedException if another process has it
     * @throws IOException if it cannot be used
     */
    static EventStore open(Path folder) throws IOException {
        OwnerOnly.createFolders(folder);
        OwnerOnly.tighten(folder); // It may be of an earlier build, or of a volume.
        FileChannel channel =
                OwnerOnly.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!lock(channel)) {
                throw new LockedException();
            }
            return new EventStore(folder, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false; // This very process has it.
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static long number(String name) {
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void recover(Path file) throws IOException {
        try {
            List<StoredEvent> events = EventFile.readHeads(file);
            if (events.isEmpty()) {
                Files.delete(file);
            }
            recovered.addAll(events);
        } catch (EventFile.DamagedException e) {
            Path aside = file.resolveSibling(file.getFileName() + DAMAGED);
            log.error("Events cannot be read and are put aside as {}", aside, e);
            Files.move(file, aside);
            damaged.add(aside.getFileName().toString());
        }
    }

    /** The names of files that could not be read, now or by earlier processes. */
    List<String> damaged() {
        return damaged.stream().sorted().toList();
    }

    /** The events that earlier processes left, in the order of acceptance. */
    List<StoredEvent> recovered() {
        return recovered;
    }

    /**
     * Keeps events. Returns when they are on the disk.
     *
     * @throws IOException if they cannot be kept; none of them is kept then
     */
    List<StoredEvent> append(List<Event> events) throws IOException {
        Path file = folder.resolve(String.format("%019d%s", ++lastNumber, SUFFIX));
        List<StoredEvent> stored = EventFile.write(file, events);
        try {
            FolderSync.force(folder);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return stored;
    }

    /** Gives the folder to others. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
