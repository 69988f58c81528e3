package dev.effe.server.topics;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dead events of one group, for operators. Blocks. Thread-safe. */
public final class DeadEvents {

    /** Dead events, beyond which the group waits. */
    static final long MOST = 100_000;

    /** Events that are dealt with in one turn of the engine's thread. */
    private static final int AT_ONCE = 500;

    private final TopicEngine engine;
    private final TopicStore store;
    private final GroupDelivery group;

    DeadEvents(TopicEngine engine, TopicStore store, GroupDelivery group) {
        this.engine = engine;
        this.store = store;
        this.group = group;
    }

    private List<Parked> parked(long after, int most) throws TopicException {
        ParkedFilter dead = ParkedFilter.of(Kind.DEAD).behind(after);
        return store.parked(group.rules().group(), group.rules().topic(), dead, most);
    }

    /**
     * Lists them in the order of the log.
     *
     * @param after the offset behind which to list
     */
    public List<Parked> list(long after, int most) throws TopicException {
        return engine.ask(group, (asked, now) -> parked(after, most));
    }

    /** Finds one. */
    public Optional<Parked> find(long offset) throws TopicException {
        return list(offset - 1, 1).stream()
                .filter(found -> found.offset() == offset)
                .findFirst();
    }

    /** The event of one; empty if the topic's retention is over. */
    public Optional<StoredEvent> event(Parked parked) throws TopicException {
        Batch batch = store.read(group.rules().topic(), Map.of(parked.lane(), parked.offset() - 1), 1, 1);
        return batch.events().stream()
                .filter(event -> event.offset() == parked.offset())
                .findFirst();
    }

    /** Tries one again now, its attempts counted anew. Returns whether it was there and there is room for it. */
    public boolean redrive(long offset) throws TopicException {
        return engine.ask(group, (asked, now) -> asked.redrive(one(offset), now)) > 0;
    }

    private List<Parked> one(long offset) throws TopicException {
        return parked(offset - 1, 1).stream()
                .filter(found -> found.offset() == offset)
                .toList();
    }

    /** Tries all again. Returns how many: no more than there is room for. */
    public long redriveAll() throws TopicException {
        return all((asked, now, found) -> asked.redrive(found, now));
    }

    /** Drops one. Returns whether it was there. */
    public boolean purge(long offset) throws TopicException {
        return engine.ask(group, (asked, now) -> purge(asked, one(offset))) > 0;
    }

    /** Drops all. Returns how many. */
    public long purgeAll() throws TopicException {
        return all((asked, now, found) -> purge(asked, found));
    }

    private static int purge(GroupDelivery asked, List<Parked> found) {
        found.forEach(asked::purge);
        return found.size();
    }

    /** An action on some of them; returns with how many it was done. */
    private interface Action {
        int on(GroupDelivery asked, long nowMillis, List<Parked> found);
    }

    /** In turns, so that the engine's thread goes on with other things between; those that die meanwhile are left out. */
    private long all(Action action) throws TopicException {
        long left = engine.ask(
                group,
                (asked, now) -> store.count(group.rules().group(), group.rules().topic(), ParkedFilter.of(Kind.DEAD)));
        long sum = 0;
        while (left > 0) {
            int most = (int) Math.min(left, AT_ONCE);
            int done = engine.ask(group, (asked, now) -> action.on(asked, now, parked(0, most)));
            sum += done;
            left = done < most ? 0 : left - done;
        }
        return sum;
    }
}
