package dev.effe.server.events;

import dev.effe.server.journal.Content;
import dev.effe.server.journal.Journal;
import dev.effe.server.journal.JournalWriter;
import dev.effe.server.journal.LockedException;
import dev.effe.server.journal.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on the disk: a journal of events and of how they stand. Events that keep files from being dropped for
 * long are moved to its end; a second after the last event is over there is no file. Thread-safe.
 */
final class EventStore implements JournalWriter.Owner {

    /** Told once events are on the disk, or why they are not. On the writer's thread: must not block. */
    @FunctionalInterface
    interface Written {
        void told(@Nullable IOException failure);
    }

    private static final Logger log = LoggerFactory.getLogger(EventStore.class);

    /** Files of builds that had one for each batch of events. */
    private static final String OLD_FILES = "*.events";

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LEAST_SEGMENT = 256 * 1024;
    private static final int MOST_SEGMENT = 64 * 1024 * 1024;
    /** A file is this part of the bytes that events may take. */
    private static final int SEGMENTS = 32;
    /** This part of them may be taken besides, by what is over. */
    private static final int WASTE = 4;

    private final EventRules rules;
    private final EventIndex index;
    private final Runnable opened;
    private final EventMover mover;
    private final JournalWriter writer = new JournalWriter("effe-event-writer", "Events", this);

    // Touched by the writer's thread alone.
    private boolean saidClosed;
    private boolean isIdle;
    private long idleSince;

    /** Written by the writer's thread. */
    private volatile List<String> damaged = List.of();

    /**
     * Makes it.
     *
     * @param opened to be run once the index has what an earlier process has left
     */
    EventStore(EventRules rules, EventIndex index, Runnable opened) {
        this.rules = rules;
        this.index = index;
        this.opened = opened;
        this.mover = new EventMover(index);
    }

    /**
     * Looks at a folder.
     *
     * @throws IOException if it is of a build that this one cannot go on from; the message says what to do
     */
    static void check(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, OLD_FILES)) {
                if (old.iterator().hasNext()) {
                    throw new IOException(folder + " has events of a build before 2026-11-30: let that build"
                            + " finish them, or move the folder away");
                }
            }
        }
    }

    void start() {
        writer.start();
    }

    @Override
    public Journal open() throws IOException {
        try {
            check(rules.folder());
            EventRecovery recovery = new EventRecovery();
            long part = rules.maxEventsBytes() / SEGMENTS;
            int segmentBytes = (int) Math.max(LEAST_SEGMENT, Math.min(MOST_SEGMENT, part));
            Journal journal = Journal.open(rules.folder(), segmentBytes, recovery);
            List<StoredEvent> found = recovery.events();
            index.recovered(found);
            tidy(journal);
            if (!found.isEmpty()) {
                log.info("Going on with {} events of {}", found.size(), rules.folder());
            }
            if (!damaged.isEmpty()) {
                log.warn("Files of events in {} are damaged, for somebody to look into: {}", rules.folder(), damaged);
            }
            opened.run();
            return journal;
        } catch (IOException | RuntimeException e) {
            if (!saidClosed) {
                sayClosed(e);
            }
            saidClosed = true;
            throw e;
        }
    }

    /** Once, not with each of the tries that follow. */
    private static void sayClosed(Exception why) {
        if (why instanceof LockedException) {
            log.warn("Events wait until the folder is free: {}", why.getMessage());
        } else {
            log.error("Events cannot be kept: --data-dir must be a folder that can be written to, or a volume", why);
        }
    }

    // To the disk.

    /** Keeps an event. Never blocks. */
    void append(Event event, Written written) {
        writer.append(List.of(EventFormat.event(event)), true, (places, failure) -> {
            if (failure == null) {
                index.written(event, places.get(0));
            }
            written.told(failure);
        });
    }

    /** Keeps the records of an event, which is over once they are kept. Never blocks. */
    void replace(StoredEvent over, List<Event> records, Written written) {
        List<Content> all = new ArrayList<>();
        records.forEach(record -> all.add(EventFormat.event(record)));
        all.add(EventFormat.over(over.id));
        writer.append(all, true, (places, failure) -> {
            if (failure == null) {
                index.replaced(over, records, places);
            }
            written.told(failure);
        });
    }

    /** Keeps how an event stands now: it survives the process soon, and the machine with the next event. Never blocks. */
    void mark(StoredEvent event) {
        byte[] reason = event.reason;
        writer.append(List.of(EventFormat.standing(event, reason)), false, (places, failure) -> {
            if (failure != null) {
                // It stands right in memory; after a restart it is as it was before, and perhaps delivered again.
                log.error("The state of event {} could not be written", event.id, failure);
            } else if (reason != null) {
                index.reasonWritten(event, reason, places.get(0));
            }
        });
    }

    /** Waits until all that came so far is on the disk. */
    void flush() throws IOException {
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        writer.append(List.of(), true, (places, failure) -> {
            if (failure == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(failure);
            }
        });
        try {
            written.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    // Reading.

    /** Reads an event whole. */
    static Event read(StoredEvent event) throws IOException {
        ByteBuffer record = read(event::place);
        if (record == null) {
            throw new NoSuchFileException("Event " + event.id + " is over");
        }
        return EventFormat.event(record, event);
    }

    /** Reads a record, which may be moved meanwhile. Returns null if there is none. */
    static @Nullable ByteBuffer read(Supplier<@Nullable Place> where) throws IOException {
        while (true) {
            Place place = where.get();
            if (place == null) {
                return null;
            }
            try {
                return place.segment().read(place);
            } catch (NoSuchFileException e) {
                if (place.equals(where.get())) {
                    throw e;
                }
            }
        }
    }

    /** The names of files that could not be read, now or by earlier processes. */
    List<String> damaged() {
        return damaged;
    }

    // From the disk.

    @Override
    public long settle(Journal journal) throws IOException {
        index.tell();
        tidy(journal);
        if (journal.isEmpty() || !index.isEmpty()) {
            isIdle = false;
            return Long.MAX_VALUE;
        }
        long now = System.nanoTime();
        if (!isIdle) {
            isIdle = true;
            idleSince = now;
        }
        long left = IDLE_NANOS - (now - idleSince);
        if (left <= 0) {
            journal.clear();
        }
        return left <= 0 ? Long.MAX_VALUE : left;
    }

    private void tidy(Journal journal) throws IOException {
        journal.trim();
        while (journal.oldest() != null && (journal.isDamaged() || waste(journal) > rules.maxEventsBytes() / WASTE)) {
            mover.moveOldest(journal);
            journal.trim();
        }
        damaged = journal.damaged();
    }

    private long waste(Journal journal) {
        return journal.bytes() - index.room.bytes();
    }

    @Override
    public void closing(@Nullable Journal journal) throws IOException {
        index.close();
        if (journal != null && index.isEmpty()) {
            journal.clear();
        }
    }

    /** Writes what is being accepted, and gives the folder to the next process. */
    void close() throws InterruptedException {
        writer.close();
    }
}
