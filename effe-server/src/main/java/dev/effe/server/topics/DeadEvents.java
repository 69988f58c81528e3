package dev.effe.server.topics;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The dead events of one group, for operators, whichever processes have its lanes: these take up what is redriven here
 * within their next renewal. Blocks. Thread-safe.
 */
public final class DeadEvents {

    /** Dead events of a process's lanes, beyond which it begins no more for the group. */
    static final long MOST = 100_000;

    /** Events that are dealt with in one write. */
    private static final int AT_ONCE = 500;

    private final TopicEngine engine;
    private final TopicStore store;
    private final GroupName name;

    DeadEvents(TopicEngine engine, TopicStore store, GroupName name) {
        this.engine = engine;
        this.store = store;
        this.name = name;
    }

    private List<Parked> parked(long after, int most) throws TopicException {
        return store.parked(
                name.group(), name.topic(), ParkedFilter.of(Kind.DEAD).behind(after), most);
    }

    private long count(Kind kind) throws TopicException {
        return store.count(name.group(), name.topic(), ParkedFilter.of(kind));
    }

    /**
     * Lists them in the order of the log.
     *
     * @param after the offset behind which to list
     */
    public List<Parked> list(long after, int most) throws TopicException {
        engine.write(name);
        return parked(after, most);
    }

    /** Finds one. */
    public Optional<Parked> find(long offset) throws TopicException {
        return list(offset - 1, 1).stream()
                .filter(found -> found.offset() == offset)
                .findFirst();
    }

    /** The event of one; empty if the topic's retention is over. */
    public Optional<StoredEvent> event(Parked parked) throws TopicException {
        Batch batch = store.read(name.topic(), Map.of(parked.lane(), parked.offset() - 1), 1, 1);
        return batch.events().stream()
                .filter(event -> event.offset() == parked.offset())
                .findFirst();
    }

    /** The outcome of an operator's wish for one event. */
    public enum Outcome {
        DONE,
        /** There is no such dead event. */
        NOT_THERE,
        /** It is there still, and can be dealt with later. */
        NOT_NOW
    }

    /** Tries one again now, its attempts counted anew. NOT_NOW: as many as may be are put aside to be tried again. */
    public Outcome redrive(long offset) throws TopicException {
        engine.write(name);
        return outcome(offset, redrive(List.of(offset)));
    }

    private Outcome outcome(long offset, int count) throws TopicException {
        changed(count);
        return count > 0 ? Outcome.DONE : isThere(offset) ? Outcome.NOT_NOW : Outcome.NOT_THERE;
    }

    private boolean isThere(long offset) throws TopicException {
        return parked(offset - 1, 1).stream().anyMatch(found -> found.offset() == offset);
    }

    private int redrive(List<Long> offsets) throws TopicException {
        long room = Math.max(0, PutAside.MOST - count(Kind.WAITING));
        Set<Long> some = new HashSet<>(offsets.subList(0, (int) Math.min(offsets.size(), room)));
        return some.isEmpty() ? 0 : store.redrive(name.group(), name.topic(), some);
    }

    /**
     * The number that was dealt with.
     *
     * @param left those that are there still, and can be dealt with later
     */
    public record Changed(long count, long left) {}

    /** Tries all again, but no more than there is room for. */
    public Changed redriveAll() throws TopicException {
        return all(this::redrive);
    }

    /**
     * Drops one. NOT_NOW: an earlier event of its lane runs or waits to run, so that after a crash this one would be read
     * again, as if it had never run.
     */
    public Outcome purge(long offset) throws TopicException {
        engine.write(name);
        return outcome(offset, purge(List.of(offset)));
    }

    private int purge(List<Long> offsets) throws TopicException {
        return store.purge(name.group(), name.topic(), Set.copyOf(offsets));
    }

    /** Drops all but those that {@link #purge(long)} would not drop now. */
    public Changed purgeAll() throws TopicException {
        return all(this::purge);
    }

    private void changed(long count) {
        if (count > 0) {
            engine.deadChanged(name);
        }
    }

    /** An action on some of them; returns with how many it was done. */
    private interface Action {
        int on(List<Long> offsets) throws TopicException;
    }

    /** Events that die meanwhile are left out. */
    private Changed all(Action action) throws TopicException {
        engine.write(name);
        long left = count(Kind.DEAD);
        long sum = 0;
        long seen = 0;
        long after = 0;
        while (left > 0) {
            List<Parked> found = parked(after, (int) Math.min(left, AT_ONCE));
            if (found.isEmpty()) {
                break;
            }
            sum += action.on(found.stream().map(Parked::offset).toList());
            after = found.get(found.size() - 1).offset();
            left -= found.size();
            seen += found.size();
        }
        changed(sum);
        return new Changed(sum, seen - sum);
    }
}
