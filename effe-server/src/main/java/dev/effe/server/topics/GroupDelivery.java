package dev.effe.server.topics;

import dev.effe.Event;
import dev.effe.server.call.CallDepth;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of a topic to the function of one trigger: in order per key, several keys at once, and again what
 * failed. Confined to the engine's thread.
 */
final class GroupDelivery {

    private static final Logger log = LoggerFactory.getLogger(GroupDelivery.class);
    private static final RateLimitedLog deaths = new RateLimitedLog(log);
    private static final RateLimitedLog full = new RateLimitedLog(log);
    /** Events put aside, beyond which lanes wait. */
    static final int MOST_PARKED = 10_000;

    private static final long FIRST_REFUSAL_MILLIS = 20;
    private static final long LONGEST_REFUSAL_MILLIS = 2_000;

    private final TriggerRules rules;
    private final Attempts attempts;
    private final GroupReader reader;
    private final Changes changes;
    private final LaneClaims claims;
    private final TopicStore store;
    private final Lines lines = new Lines();
    private final Outage outage = new Outage();
    /**
     * Events that are put aside or dead although their lane's cursor is before them, by offset. They take their place when
     * they are read: what is before them runs again before them.
     */
    private final Map<Long, Parked> known = new HashMap<>();

    private int running;
    private int parked;
    private long dead;
    private long refusalMillis;
    private long notBeforeMillis;
    /** True if other groups have all places of the function. */
    private boolean waitsForPlace;

    GroupDelivery(TriggerRules rules, TopicStore store, LaneClaims claims, Attempts attempts, long nowMillis)
            throws TopicException {
        this(rules, store, EventLog.of(store, rules.topic()), claims, attempts, nowMillis);
    }

    GroupDelivery(
            TriggerRules rules, TopicStore store, EventLog log, LaneClaims claims, Attempts attempts, long nowMillis)
            throws TopicException {
        this.rules = rules;
        this.store = store;
        this.claims = claims;
        this.attempts = attempts;
        this.reader = new GroupReader(log, rules.topic(), claims.renew().gained());
        this.changes = new Changes(store, claims);
        recover(nowMillis);
    }

    TriggerRules rules() {
        return rules;
    }

    LaneClaims claims() {
        return claims;
    }

    Collection<Lane> lanes() {
        return reader.lanes();
    }

    private void recover(long nowMillis) throws TopicException {
        for (Parked aside : parked(ParkedFilter.of(Kind.WAITING), Integer.MAX_VALUE)) {
            parked++;
            if (!know(aside)) {
                lines.add(new Entry(aside), rules.ordered(), nowMillis);
            }
        }
        dead = store.count(rules.group(), rules.topic(), ParkedFilter.of(Kind.DEAD));
        long after = reader.lanes().stream().mapToLong(Lane::readTo).min().orElse(0);
        for (Parked aside : parked(
                ParkedFilter.of(Kind.DEAD).behind(after),
                Lane.WINDOW * (reader.lanes().size() + 1))) {
            know(aside);
        }
    }

    private List<Parked> parked(ParkedFilter filter, int most) throws TopicException {
        return store.parked(rules.group(), rules.topic(), filter, most);
    }

    /** Returns whether it is behind its lane's cursor, and so will be read. */
    private boolean know(Parked aside) {
        boolean ahead = aside.offset() > reader.lane(aside.lane()).readTo();
        if (ahead) {
            known.put(aside.offset(), aside);
        }
        return ahead;
    }

    void news() {
        reader.news();
    }

    /** Reads and begins what can be begun. Never waits. */
    void step(long nowMillis) throws TopicException {
        boolean more = true;
        while (more) {
            List<StoredEvent> events = reader.read(nowMillis);
            for (StoredEvent event : events) {
                take(event, nowMillis);
            }
            more = begin(nowMillis) || !events.isEmpty();
        }
    }

    /** When there may be something to do, if nothing happens before. */
    long dueMillis() {
        long due = lines.isReady() ? notBeforeMillis : Math.max(notBeforeMillis, lines.dueMillis());
        if (outage.isPaused()) {
            due = Math.max(outage.probeMillis(), notBeforeMillis);
        } else if ((running > 0 || waitsForPlace) && due <= attempts.nowMillis()) {
            return reader.dueMillis(); // It waits for a place: the end of an attempt wakes it.
        }
        return Math.min(reader.dueMillis(), due);
    }

    private void take(StoredEvent event, long nowMillis) {
        Parked aside = known.remove(event.offset());
        if (aside != null) {
            if (!aside.isDead()) {
                lines.add(new Entry(aside), rules.ordered(), nowMillis);
            }
            return;
        }
        Entry entry = new Entry(event);
        reader.lane(entry.lane).add(entry);
        reader.hold(entry);
        Line line = lines.add(entry, rules.ordered(), nowMillis);
        if (line.isParked() && mayPark()) {
            park(entry);
        }
    }

    private boolean mayPark() {
        return !outage.isPaused() && parked < MOST_PARKED;
    }

    /** Waiting → put aside: from now on its lane does not wait for it. */
    private void park(Entry entry) {
        if (!entry.parked) {
            parked++;
            entry.parked = true;
            entry.settled = true;
            reader.letGo(entry);
        }
        changes.add(new ParkedChange.Put(entry.stand(null)));
    }

    /** Puts aside what waits behind others that are, where that was not possible before. */
    private void parkFollowers() {
        for (Line line : lines.parked()) {
            for (Entry entry : line.entries) {
                if (!entry.parked && mayPark()) {
                    park(entry);
                }
            }
        }
    }

    /** Begins what can be begun. Returns whether anything was. */
    private boolean begin(long nowMillis) throws TopicException {
        boolean begun = false;
        waitsForPlace = false;
        while (nowMillis >= notBeforeMillis && running < rules.concurrency()) {
            boolean probe = outage.isPaused();
            if (probe && (running > 0 || nowMillis < outage.probeMillis())) {
                return begun;
            }
            if (dead >= DeadEvents.MOST) {
                full.error(
                        "{} of {} waits: {} events are dead; effe dead redrive or purge makes room",
                        rules.group(),
                        rules.topic(),
                        dead);
                return begun;
            }
            Line line = probe ? lines.takeAny(nowMillis) : lines.take(nowMillis);
            if (line == null || !begin(line, probe, nowMillis)) {
                return begun;
            }
            begun = true;
        }
        return begun;
    }

    /** Begins the first event of a line that was taken. Returns false if there is no place for it. */
    private boolean begin(Line line, boolean probe, long nowMillis) throws TopicException {
        Entry entry = line.first();
        StoredEvent event = entry.event;
        try {
            event = event == null ? reader.again(entry) : event;
        } catch (TopicException | RuntimeException e) {
            lines.putBack(line);
            throw e;
        }
        if (event == null) {
            log.error("Event {} of {} is gone: its topic's retention is over", entry.offset, rules.topic());
            settle(line, entry, nowMillis);
            return true;
        }
        if (CallDepth.of(event.headers().get(CallDepth.HEADER)) > rules.loopLimit()) {
            entry.failed("loop: it is appended in a chain of more than " + rules.loopLimit() + " (loop-limit)");
            die(line, entry, nowMillis);
            return true;
        }
        if (!attempts.begin(delivered(event, entry), result -> ended(line, entry, result))) {
            lines.putBack(line);
            waitsForPlace = true;
            return false;
        }
        notBeforeMillis = Math.max(notBeforeMillis, attempts.nextMillis(nowMillis));
        entry.running = true;
        entry.probe = probe;
        running++;
        return true;
    }

    private TriggeredEvent delivered(StoredEvent event, Entry entry) {
        String id = event.id().orElseGet(() -> rules.idOf(event.offset()));
        Event told = new Event(
                id,
                rules.topic(),
                event.lane(),
                event.offset(),
                event.key(),
                event.time(),
                entry.failures + 1,
                Optional.empty(),
                event.headers());
        return new TriggeredEvent(rules.group(), told, event.contentType(), event.payload());
    }

    /** The attempt is over. Called on the engine's thread. */
    private void ended(Line line, Entry entry, TriggerResult result) {
        long nowMillis = attempts.nowMillis();
        entry.running = false;
        running--;
        if (result instanceof TriggerResult.Done) {
            succeeded();
            settle(line, entry, nowMillis);
        } else if (result instanceof TriggerResult.Hopeless hopeless) {
            succeeded();
            entry.failures++;
            entry.failed(hopeless.error());
            die(line, entry, nowMillis);
        } else if (result instanceof TriggerResult.Failed failed) {
            refusalMillis = 0;
            failed(line, entry, failed.error(), nowMillis);
        } else {
            refusalMillis = Math.min(LONGEST_REFUSAL_MILLIS, Math.max(FIRST_REFUSAL_MILLIS, 2 * refusalMillis));
            notBeforeMillis = nowMillis + refusalMillis;
            lines.putBack(line);
        }
    }

    private void succeeded() {
        refusalMillis = 0;
        if (outage.succeeded()) {
            log.info("{} of {} goes on", rules.group(), rules.topic());
            parkFollowers();
        }
    }

    private void failed(Line line, Entry entry, String error, long nowMillis) {
        boolean wasPaused = outage.isPaused();
        if (outage.failed(entry.offset, nowMillis)) {
            if (!wasPaused) {
                log.error(
                        "{} of {} pauses: {} events have failed in a row; one at a time is tried ({})",
                        rules.group(),
                        rules.topic(),
                        Outage.FAILURES,
                        error);
            } else if (entry.probe) {
                outage.probeFailed(nowMillis);
            }
            lines.schedule(line, nowMillis); // Behind all others, so that another one is tried next.
            return;
        }
        entry.failures++;
        entry.failed(error);
        if (rules.isLast(entry.failures)) {
            die(line, entry, nowMillis);
            return;
        }
        entry.dueMillis = nowMillis + rules.delayMillis(entry.failures, attempts.random());
        if (entry.parked || mayPark()) {
            park(entry);
            parkBehind(line);
        }
        lines.schedule(line, nowMillis);
    }

    private void parkBehind(Line line) {
        for (Entry entry : line.entries) {
            if (!entry.parked && mayPark()) {
                park(entry);
            }
        }
    }

    private void die(Line line, Entry entry, long nowMillis) {
        deaths.warn(
                "Event {} of {} is dead for {} after {} attempts: {}",
                entry.offset,
                rules.topic(),
                rules.group(),
                entry.failures,
                entry.error);
        dead++;
        changes.add(new ParkedChange.Put(entry.stand(Instant.ofEpochMilli(nowMillis))));
        over(line, entry, nowMillis);
    }

    private void settle(Line line, Entry entry, long nowMillis) {
        if (entry.parked) {
            changes.add(new ParkedChange.Remove(entry.offset, entry.lane));
        }
        over(line, entry, nowMillis);
    }

    private void over(Line line, Entry entry, long nowMillis) {
        boolean wasFull = parked >= MOST_PARKED;
        if (entry.parked) {
            parked--;
        }
        entry.settled = true;
        reader.letGo(entry);
        lines.firstIsOver(line, nowMillis);
        if (wasFull) {
            parkFollowers();
        }
    }

    /** Writes how far it is. */
    void commit() throws TopicException {
        changes.write(reader.lanes());
    }

    // For operators.

    /** Tries events again that are dead. Returns how many: no more than there is room for. */
    int redrive(Iterable<Parked> events, long nowMillis) {
        int count = 0;
        for (Parked each : events) {
            if (parked >= MOST_PARKED) {
                return count;
            }
            Entry entry = new Entry(new Parked(
                    each.offset(),
                    each.lane(),
                    each.key(),
                    0,
                    Instant.ofEpochMilli(nowMillis),
                    Optional.empty(),
                    each.error()));
            lines.add(entry, rules.ordered(), nowMillis);
            changes.add(new ParkedChange.Put(entry.stand(null)));
            parked++;
            dead--;
            count++;
        }
        return count;
    }

    void purge(Parked event) {
        changes.add(new ParkedChange.Remove(event.offset(), event.lane()));
        dead--;
    }

    GroupStats stats(long nowMillis) throws TopicException {
        long oldest = Long.MAX_VALUE;
        long open = 0;
        for (Lane lane : reader.lanes()) {
            lane.trim();
            oldest = Math.min(oldest, lane.oldestMillis());
            open += lane.open();
        }
        return new GroupStats(
                rules.group(),
                rules.topic(),
                rules.function(),
                reader.unread() + open,
                oldest == Long.MAX_VALUE ? 0 : Math.max(0, nowMillis - oldest),
                parked,
                dead,
                running,
                reader.lanes().size(),
                outage.isPaused());
    }
}
