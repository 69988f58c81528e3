package dev.effe.server.topics.file;

import dev.effe.server.journal.Content;
import dev.effe.server.journal.Journal;
import dev.effe.server.journal.JournalWriter;
import dev.effe.server.journal.Place;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one topic, in a folder of their own. Thread-safe. */
final class FileTopic implements JournalWriter.Owner {

    private static final Logger log = LoggerFactory.getLogger(FileTopic.class);
    private static final Duration OPENING = Duration.ofHours(1);
    private static final long RETENTION_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path folder;
    private final TopicSpec spec;
    private final int segmentBytes;
    private final LongSupplier clock;
    private final Runnable news;
    private final TopicLog events = new TopicLog();
    private final JournalWriter writer;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    // Guarded by this.
    private final SeenIds seen = new SeenIds();
    /** The ids that are being appended. */
    private final Map<IdHash, CompletableFuture<Void>> appending = new HashMap<>();

    private long lastMillis;
    private int nextLane;

    /**
     * Makes it.
     *
     * @param clock milliseconds since 1970
     * @param news told of new events
     */
    FileTopic(Path folder, TopicSpec spec, int segmentBytes, LongSupplier clock, Runnable news) {
        this.folder = folder;
        this.spec = spec;
        this.segmentBytes = segmentBytes;
        this.clock = clock;
        this.news = news;
        writer = new JournalWriter("effe-topic-writer", "Events of the topic " + spec.name(), this);
    }

    int lanes() {
        return spec.lanes();
    }

    TopicLog events() {
        return events;
    }

    /** Opens it. Returns when its events can be read. */
    void begin() throws TopicException {
        writer.start();
        Waits.on(opened, OPENING, "The topic " + spec.name() + " cannot be opened");
    }

    /** Called by the writer. */
    @Override
    public Journal open() throws IOException {
        return Waits.telling(opened, () -> {
            TopicRecovery recovery = new TopicRecovery(spec, events, seen);
            Journal journal = Journal.open(folder, segmentBytes, recovery);
            recovery.takeBackUnfinished();
            synchronized (this) {
                recovery.rememberIds();
                lastMillis = recovery.lastMillis();
            }
            return journal;
        });
    }

    /** Drops files whose events are all older than the retention; the last one stays, since it has the next offset. */
    @Override
    public long settle(Journal journal) throws IOException {
        if (spec.retention().isEmpty()) {
            return Long.MAX_VALUE;
        }
        long oldestMillis = clock.getAsLong() - spec.retention().get().toMillis();
        LogSegment oldest = events.oldest();
        while (oldest != null && oldest.lastMillis < oldestMillis) {
            events.drop(oldest);
            oldest.segment.need(-1);
            oldest = events.oldest();
        }
        journal.trim();
        return RETENTION_NANOS;
    }

    @Override
    public void closing(@Nullable Journal journal) {}

    /** Keeps events. Returns when they are on the disk. */
    void append(List<NewEvent> added, Duration patience) throws TopicException {
        List<CompletableFuture<Void>> awaited = new ArrayList<>();
        CompletableFuture<Void> kept = new CompletableFuture<>();
        synchronized (this) {
            lastMillis = Math.max(lastMillis, clock.getAsLong());
            List<NewEvent> events = unseen(added, awaited);
            if (!events.isEmpty()) {
                awaited.add(kept);
                write(events, kept);
            }
        }
        for (CompletableFuture<Void> each : awaited) {
            Waits.on(each, patience, "Events of " + spec.name() + " cannot be kept");
        }
    }

    /** The events whose ids are new; adds what to wait for so that the others are kept too. */
    private List<NewEvent> unseen(List<NewEvent> added, List<CompletableFuture<Void>> awaited) {
        List<NewEvent> unseen = new ArrayList<>(added.size());
        Set<String> here = new HashSet<>();
        for (NewEvent event : added) {
            IdHash id = event.id().map(IdHash::of).orElse(null);
            CompletableFuture<Void> earlier = id == null ? null : appending.get(id);
            if (earlier != null) {
                awaited.add(earlier);
            } else if (id == null
                    || (!seen.has(id, lastMillis) && here.add(event.id().orElseThrow()))) {
                unseen.add(event);
            }
        }
        return unseen;
    }

    private void write(List<NewEvent> added, CompletableFuture<Void> kept) {
        List<Content> records = new ArrayList<>(added.size());
        List<EventRecord> heads = new ArrayList<>(added.size());
        for (NewEvent event : added) {
            IdHash id = event.id().map(IdHash::of).orElse(null);
            EventRecord head = new EventRecord(spec.lanes(), lane(event), records.size(), added.size(), lastMillis, id);
            heads.add(head);
            records.add(head.with(event));
            if (id != null) {
                appending.put(id, kept);
            }
        }
        writer.append(records, true, (places, failure) -> written(heads, places, failure, kept));
    }

    private int lane(NewEvent event) {
        if (event.key().isEmpty()) {
            nextLane = (nextLane + 1) % spec.lanes();
            return nextLane;
        }
        return Lanes.of(event.key().get(), spec.lanes());
    }

    /** Called by the writer. */
    private void written(
            List<EventRecord> heads, List<Place> places, @Nullable IOException failure, CompletableFuture<Void> kept) {
        LogSegment ended = null;
        for (int i = 0; i < places.size(); i++) {
            LogSegment begun = events.add(places.get(i), heads.get(i));
            if (begun != null) {
                begun.segment.need(1);
                ended = events.before(begun);
            }
        }
        synchronized (this) {
            for (EventRecord head : heads) {
                if (head.id() != null) {
                    appending.remove(head.id());
                    if (failure == null) {
                        seen.add(head.id(), head.timeMillis());
                    }
                }
            }
        }
        if (failure == null) {
            news.run();
            kept.complete(null);
        } else {
            kept.completeExceptionally(failure);
        }
        if (ended != null) {
            note(ended);
        }
    }

    private void note(LogSegment ended) {
        ByteBuffer ids;
        synchronized (this) {
            ids = seen.between(ended.firstMillis, ended.lastMillis);
        }
        try {
            LogNotes.write(ended, spec.lanes(), ids);
            ended.hasNotes = true;
        } catch (IOException e) {
            log.warn("The next start reads a file of {} whole: {}", spec.name(), e.toString());
        }
    }

    /** Writes what waits, and gives the folder to others. */
    void close() {
        Waits.close(writer);
    }
}
