package dev.effe.server.topics;

import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The events of a group that are put aside, and the number of its dead ones, as far as this process has their lanes.
 * Confined to the engine's thread.
 */
final class PutAside {

    /** Events put aside, beyond which lanes wait. */
    static final int MOST = 10_000;

    private static final int DEAD_AT_ONCE = 1_000;

    private final TriggerRules rules;
    private final TopicStore store;
    private final GroupReader reader;
    private final Lines lines;
    private final Changes changes;
    private final Outage outage;

    private int parked;
    private long dead;

    PutAside(TriggerRules rules, TopicStore store, GroupReader reader, Lines lines, Changes changes, Outage outage) {
        this.rules = rules;
        this.store = store;
        this.reader = reader;
        this.lines = lines;
        this.changes = changes;
        this.outage = outage;
    }

    int count() {
        return parked;
    }

    long dead() {
        return dead;
    }

    boolean hasRoom() {
        return !outage.isPaused() && parked < MOST;
    }

    private void count(int lane, int more) {
        reader.lane(lane).parked += more;
        parked += more;
    }

    /** Waiting → put aside: from now on its lane does not wait for it. */
    void put(Entry entry) {
        if (!entry.parked) {
            count(entry.lane, 1);
            entry.parked = true;
            entry.settled = true;
            reader.letGo(entry);
        }
        changes.add(new ParkedChange.Put(entry.stand(null)));
    }

    /** Puts aside as many as there is room for. */
    void putAll(Iterable<Entry> entries) {
        for (Entry entry : entries) {
            if (!entry.parked && hasRoom()) {
                put(entry);
            }
        }
    }

    /** Puts aside what waits behind others that are, where that was not possible before. */
    void putFollowers() {
        for (Line line : lines.parked()) {
            putAll(line.entries);
        }
    }

    /** An event, which may be put aside, is over. Returns whether there is room again by that. */
    boolean over(Entry entry) {
        boolean wasFull = parked >= MOST;
        if (entry.parked) {
            count(entry.lane, -1);
        }
        return wasFull;
    }

    void died() {
        dead++;
    }

    /** Forgets those of a lane that this process has no more. */
    void drop(Lane lane) {
        parked -= lane.parked;
        changes.drop(lane.number);
    }

    // The ones in the store.

    private List<Parked> list(ParkedFilter filter, int most) throws TopicException {
        return store.parked(rules.group(), rules.topic(), filter, most);
    }

    /** The events that the store has of lanes that are about to be read. */
    record Found(List<Parked> waiting, List<Parked> redriven, List<Parked> dead) {}

    /** @param cursors how far each of the lanes is */
    Found find(Map<Integer, Long> cursors) throws TopicException {
        Set<Integer> lanes = cursors.keySet();
        return new Found(
                list(ParkedFilter.of(Kind.WAITING).in(lanes), Integer.MAX_VALUE),
                list(ParkedFilter.of(Kind.REDRIVEN).in(lanes), Integer.MAX_VALUE),
                unreadDead(cursors));
    }

    /** The dead ones that their lanes have still to read. */
    private List<Parked> unreadDead(Map<Integer, Long> cursors) throws TopicException {
        List<Parked> unread = new ArrayList<>();
        long after = Collections.min(cursors.values());
        while (true) {
            List<Parked> some =
                    list(ParkedFilter.of(Kind.DEAD).in(cursors.keySet()).behind(after), DEAD_AT_ONCE);
            for (Parked each : some) {
                after = each.offset();
                if (after > Objects.requireNonNull(cursors.get(each.lane()))) {
                    unread.add(each);
                }
            }
            if (some.size() < DEAD_AT_ONCE) {
                return unread;
            }
        }
    }

    void take(Found found, long nowMillis) {
        Set<Long> taken = new HashSet<>();
        for (Parked each : found.waiting()) {
            taken.add(each.offset());
            take(each, nowMillis);
        }
        for (Parked each : found.redriven()) {
            if (taken.contains(each.offset())) { // Else it was redriven just now, and is looked at with the dead.
                changes.add(new ParkedChange.Put(each)); // It is redriven no more.
            }
        }
        for (Parked each : found.dead()) {
            reader.lane(each.lane()).known.put(each.offset(), each);
        }
    }

    /** One whose lane has not read it takes its place when it is read. */
    private void take(Parked each, long nowMillis) {
        Lane lane = reader.lane(each.lane());
        count(each.lane(), 1);
        if (each.offset() > lane.readTo()) {
            lane.known.put(each.offset(), each);
        } else {
            lines.add(new Entry(each), rules.ordered(), nowMillis);
        }
    }

    /** Counts the dead, and takes those that were redriven. To be called when all changes are written. */
    void lookAtDead(long nowMillis) throws TopicException {
        Set<Integer> lanes = reader.numbers();
        for (Parked each : list(ParkedFilter.of(Kind.REDRIVEN).in(lanes), MOST)) {
            take(each, nowMillis);
            changes.add(new ParkedChange.Put(each));
        }
        dead = store.count(
                rules.group(), rules.topic(), ParkedFilter.of(Kind.DEAD).in(lanes));
    }
}
