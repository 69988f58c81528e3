package dev.effe.server.topics.file;

import dev.effe.server.journal.Content;
import dev.effe.server.journal.Journal;
import dev.effe.server.journal.JournalWriter;
import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.TopicException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The progress of all groups, in a journal: each change is a record, and once they are many all that counts is written anew
 * and the files before it go. Thread-safe.
 */
final class GroupFile implements JournalWriter.Owner {

    private static final Duration OPENING = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 500;

    private final Path folder;
    private final int segmentBytes;
    private final JournalWriter writer;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** Guarded by this. */
    private final Map<GroupChange.Name, GroupState> groups = new HashMap<>();
    /** By their names. Guarded by this. */
    private final Map<String, ReplayState> replays = new HashMap<>();
    /** Held while a replay is compared and written. */
    private final Object savingReplays = new Object();

    // Touched by the writer's thread alone.
    private final Deque<Segment> segments = new ArrayDeque<>();
    /** The bytes of all that counts, as it was written last. */
    private long livingBytes;

    /** @param segmentBytes how much is written before what counts is written anew */
    GroupFile(Path folder, int segmentBytes) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        writer = new JournalWriter("effe-group-writer", "How far groups of topics are", this);
    }

    /** Opens it. Returns when it can be read. */
    void begin() throws TopicException {
        writer.start();
        Waits.on(opened, OPENING, "The groups of topics cannot be opened");
    }

    /** Called by the writer. */
    @Override
    public Journal open() throws IOException {
        return Waits.telling(
                opened,
                () -> Journal.open(folder, segmentBytes, (place, start) -> {
                    see(place.segment());
                    apply(place.segment().read(place));
                }));
    }

    private void see(Segment segment) {
        if (segments.peekLast() != segment) {
            segments.add(segment);
            segment.need(1);
        }
    }

    private void apply(ByteBuffer record) throws IOException {
        byte format = record.get(record.position());
        if (format == ReplayRecord.KEPT || format == ReplayRecord.FORGOTTEN) {
            apply(ReplayRecord.of(record));
        } else {
            apply(GroupChange.of(record));
        }
    }

    private synchronized void apply(ReplayRecord change) {
        if (change.isForgotten()) {
            replays.remove(change.state().name());
            groups.remove(change.group());
        } else {
            replays.put(change.state().name(), change.state());
        }
    }

    private synchronized void apply(GroupChange change) {
        groups.computeIfAbsent(change.name(), name -> new GroupState()).apply(change);
    }

    /** Writes all that counts anew, if most of what there is does not. */
    @Override
    public long settle(Journal journal) throws IOException {
        if (segments.size() > 1 && journal.bytes() > 2 * livingBytes + segmentBytes) {
            int before = segments.size();
            Segment last = segments.getLast();
            List<Place> places = journal.append(living());
            journal.force();
            livingBytes = places.stream().mapToLong(Place::bytes).sum();
            places.forEach(place -> see(place.segment()));
            boolean isLastNeeded = places.get(0).segment() == last;
            for (int i = 0; i < (isLastNeeded ? before - 1 : before); i++) {
                segments.removeFirst().need(-1);
            }
            journal.trim();
        }
        return Long.MAX_VALUE;
    }

    private synchronized List<Content> living() {
        List<Content> living = new ArrayList<>();
        groups.forEach((name, state) -> state.changes(name, AT_ONCE).forEach(change -> living.add(change.content())));
        replays.values().forEach(state -> living.add(new ReplayRecord(state, false).content()));
        return living;
    }

    @Override
    public void closing(@Nullable Journal journal) {}

    /** Writes a change. Returns when it is on the disk. */
    void write(GroupChange change) throws TopicException {
        write(
                change.content(),
                () -> apply(change),
                "The place of the group " + change.name().group() + " cannot be written");
    }

    private void write(Content record, Runnable applied, String otherwise) throws TopicException {
        CompletableFuture<Void> written = new CompletableFuture<>();
        writer.append(List.of(record), true, (places, failure) -> {
            if (failure == null) {
                places.forEach(place -> see(place.segment()));
                applied.run(); // Before anything is written anew.
                written.complete(null);
            } else {
                written.completeExceptionally(failure);
            }
        });
        Waits.on(written, PATIENCE, otherwise);
    }

    synchronized List<ReplayState> replays() {
        return List.copyOf(replays.values());
    }

    private synchronized boolean isKept(ReplayState before) {
        ReplayState kept = replays.get(before.name());
        return before.version() == (kept == null ? 0 : kept.version());
    }

    /** Writes a replay if it is kept in the same version. Returns whether it is written, which is on the disk then. */
    boolean save(ReplayState state) throws TopicException {
        return write(state, new ReplayRecord(state.saved(), false));
    }

    /** Forgets a replay and its group if it is kept in the same version. Returns whether it is forgotten. */
    boolean forget(ReplayState state) throws TopicException {
        return write(state, new ReplayRecord(state, true));
    }

    private boolean write(ReplayState before, ReplayRecord change) throws TopicException {
        synchronized (savingReplays) {
            if (!isKept(before)) {
                return false;
            }
            write(change.content(), () -> apply(change), "The replay " + before.name() + " cannot be written");
            return true;
        }
    }

    /** The progress of a group, by lane; empty if there is no such group. */
    synchronized Map<Integer, Long> cursors(GroupChange.Name name) {
        return Map.copyOf(state(name).cursors);
    }

    private synchronized GroupState state(GroupChange.Name name) {
        GroupState state = groups.get(name);
        return state == null ? new GroupState() : state;
    }

    synchronized List<Parked> parked(GroupChange.Name name, ParkedFilter filter, int most) {
        return state(name).parked(filter).limit(most).toList();
    }

    synchronized long count(GroupChange.Name name, ParkedFilter filter) {
        return state(name).parked(filter).count();
    }

    /** The dead ones of these. */
    synchronized List<Parked> dead(GroupChange.Name name, Set<Long> offsets) {
        return state(name).dead(offsets);
    }

    /** Tells that these were redriven. */
    synchronized void redriven(GroupChange.Name name, Set<Long> offsets) {
        state(name).redriven(offsets);
    }

    /** Writes what waits, and gives the folder to others. */
    void close() {
        Waits.close(writer);
    }
}
