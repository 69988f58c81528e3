package dev.effe.server.topics.file;

import dev.effe.server.journal.Content;
import dev.effe.server.journal.Journal;
import dev.effe.server.journal.JournalWriter;
import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.TopicException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                    apply(GroupChange.of(place.segment().read(place)));
                }));
    }

    private void see(Segment segment) {
        if (segments.peekLast() != segment) {
            segments.add(segment);
            segment.need(1);
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
        return living;
    }

    @Override
    public void closing(@Nullable Journal journal) {}

    /** Writes a change. Returns when it is on the disk. */
    void write(GroupChange change) throws TopicException {
        CompletableFuture<Void> written = new CompletableFuture<>();
        writer.append(List.of(change.content()), true, (places, failure) -> {
            if (failure == null) {
                places.forEach(place -> see(place.segment()));
                apply(change); // Before anything is written anew.
                written.complete(null);
            } else {
                written.completeExceptionally(failure);
            }
        });
        Waits.on(written, PATIENCE, "The place of the group " + change.name().group() + " cannot be written");
    }

    /** The progress of a group, by lane; empty if there is no such group. */
    synchronized Map<Integer, Long> cursors(GroupChange.Name name) {
        GroupState state = groups.get(name);
        return state == null ? Map.of() : Map.copyOf(state.cursors);
    }

    synchronized List<Parked> parked(GroupChange.Name name, boolean dead, long after, int most) {
        GroupState state = groups.get(name);
        return state == null ? List.of() : state.parked(dead, after, most);
    }

    synchronized int count(GroupChange.Name name, boolean dead) {
        GroupState state = groups.get(name);
        return state == null ? 0 : state.count(dead);
    }

    /** Writes what waits, and gives the folder to others. */
    void close() {
        Waits.close(writer);
    }
}
