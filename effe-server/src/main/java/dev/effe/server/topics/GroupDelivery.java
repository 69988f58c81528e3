package dev.effe.server.topics;

import dev.effe.Event;
import dev.effe.server.call.CallDepth;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
    private static final long FIRST_REFUSAL_MILLIS = 20;
    private static final long LONGEST_REFUSAL_MILLIS = 2_000;

    private final TriggerRules rules;
    private final Attempts attempts;
    private final GroupReader reader;
    private final Changes changes;
    private final LaneClaims claims;
    private final Lines lines = new Lines();
    private final Outage outage = new Outage();
    private final PutAside aside;
    private final HeldLanes held;

    private int running;
    private long refusalMillis;
    private long notBeforeMillis;
    /** True if other groups have all places of the function. */
    private boolean waitsForPlace;

    /** Makes it. No lane is claimed before the first {@link #renew}. */
    GroupDelivery(TriggerRules rules, Membership member, Attempts attempts) {
        this(rules, member, EventLog.of(member.store(), rules.topic()), attempts);
    }

    GroupDelivery(TriggerRules rules, Membership member, EventLog log, Attempts attempts) {
        this.rules = rules;
        this.claims = member.claims();
        this.attempts = attempts;
        this.reader = new GroupReader(log, rules.topic(), member.lanes());
        this.changes = new Changes(member.store(), claims);
        this.aside = new PutAside(rules, member.store(), reader, lines, changes, outage);
        this.held = new HeldLanes(member, reader, lines, changes, aside);
    }

    TriggerRules rules() {
        return rules;
    }

    /** Claims lanes, and renews its claims, if it is time. */
    void renew(long nowMillis) throws TopicException {
        held.renew(nowMillis);
    }

    Collection<Lane> lanes() {
        return reader.lanes();
    }

    /** When the next renewal is due. */
    long renewalMillis() {
        return held.dueMillis();
    }

    /** The dead events have been changed in the store. */
    void deadChanged() {
        held.deadChanged();
    }

    /** From now on it begins nothing, and gives each lane back as soon as nothing of it runs. */
    void leave(long nowMillis) throws TopicException {
        held.leave(nowMillis);
    }

    /** Gives back all lanes, whatever runs. Nothing can be done with it afterwards. */
    void close() {
        claims.close();
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
        if (!mayBegin()) {
            return reader.dueMillis();
        }
        long due = lines.isReady() ? notBeforeMillis : Math.max(notBeforeMillis, lines.dueMillis());
        if (outage.isPaused()) {
            due = Math.max(outage.probeMillis(), notBeforeMillis);
        } else if ((running > 0 || waitsForPlace) && due <= attempts.nowMillis()) {
            return reader.dueMillis(); // It waits for a place: the end of an attempt wakes it.
        }
        return Math.min(reader.dueMillis(), due);
    }

    private void take(StoredEvent event, long nowMillis) {
        Lane lane = reader.lane(event.lane());
        Parked known = lane.known.remove(event.offset());
        if (known != null) {
            if (!known.isDead()) {
                lines.add(new Entry(known), rules.ordered(), nowMillis);
            }
            return;
        }
        Entry entry = new Entry(event);
        lane.add(entry);
        reader.hold(entry);
        Line line = lines.add(entry, rules.ordered(), nowMillis);
        if (line.isParked()) {
            aside.putAll(List.of(entry));
        }
    }

    private boolean mayBegin() {
        return held.mayBegin() && aside.dead() < DeadEvents.MOST;
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
            if (!mayBegin()) {
                tellFull();
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

    private void tellFull() {
        if (aside.dead() >= DeadEvents.MOST) {
            full.error(
                    "{} of {} waits: {} events are dead; effe dead redrive or purge makes room",
                    rules.group(),
                    rules.topic(),
                    aside.dead());
        }
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
        Lane lane = reader.lane(entry.lane);
        if (!attempts.begin(delivered(event, entry), result -> ended(lane, line, result))) {
            lines.putBack(line);
            waitsForPlace = true;
            return false;
        }
        notBeforeMillis = Math.max(notBeforeMillis, attempts.nextMillis(nowMillis));
        entry.running = true;
        entry.probe = probe;
        held.began(lane);
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
    private void ended(Lane lane, Line line, TriggerResult result) {
        long nowMillis = attempts.nowMillis();
        running--;
        if (!held.ended(lane, nowMillis)) {
            return; // Another process delivers it again.
        }
        Entry entry = line.first();
        entry.running = false;
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
            aside.putFollowers();
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
            lines.scheduleLast(line, nowMillis); // So that another one is tried next.
            return;
        }
        entry.failures++;
        entry.failed(error);
        if (rules.isLast(entry.failures)) {
            die(line, entry, nowMillis);
            return;
        }
        entry.dueMillis = nowMillis + rules.delayMillis(entry.failures, attempts.random());
        if (entry.parked || aside.hasRoom()) {
            aside.put(entry);
            aside.putAll(line.entries);
        }
        lines.schedule(line, nowMillis);
    }

    private void die(Line line, Entry entry, long nowMillis) {
        deaths.warn(
                "Event {} of {} is dead for {} after {} attempts: {}",
                entry.offset,
                rules.topic(),
                rules.group(),
                entry.failures,
                entry.error);
        aside.died();
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
        boolean wasFull = aside.over(entry);
        entry.settled = true;
        reader.letGo(entry);
        lines.firstIsOver(line, nowMillis);
        if (wasFull) {
            aside.putFollowers();
        }
    }

    /** Writes how far it is, and gives back lanes that are to be given back and of which nothing runs. */
    void commit() throws TopicException {
        held.commit();
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
                aside.count(),
                aside.dead(),
                running,
                reader.lanes().size(),
                outage.isPaused());
    }
}
