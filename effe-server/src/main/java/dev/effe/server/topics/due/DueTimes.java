package dev.effe.server.topics.due;

import dev.effe.server.topics.Chore;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends an event for each due time of schedules. Several processes append the same events, of which the store keeps
 * one. Confined to the engine's thread, once it runs.
 */
public final class DueTimes implements Chore {

    private static final Logger log = LoggerFactory.getLogger(DueTimes.class);

    /** A due time that comes later than this has been missed. */
    private static final Duration LATE = Duration.ofMinutes(5);
    /** The time by which the store's clock may go back unnoticed. */
    private static final Duration BACK = Duration.ofSeconds(1);

    private static final int AT_ONCE = 1_000;

    private final TopicStore store;
    private final StoreTime time;
    private final PriorityQueue<Next> queue = new PriorityQueue<>(Comparator.comparing(Next::due));
    private Instant latest = Instant.EPOCH;

    /** The first due time of a schedule that is not dealt with. */
    private record Next(PlannedSchedule planned, Instant due) {

        static Next after(PlannedSchedule planned, Instant time) {
            return new Next(planned, planned.schedule().next(time));
        }
    }

    private DueTimes(TopicStore store) {
        this.store = store;
        this.time = new StoreTime(store);
    }

    /** The hidden topic that it needs besides those of functions. */
    public static TopicSpec topic() {
        return DealtWith.TOPIC;
    }

    /**
     * Finds where each schedule is. The first step appends those that were missed.
     *
     * @param store has the hidden topics already
     */
    public static DueTimes open(TopicStore store, List<PlannedSchedule> schedules) throws TopicException {
        DueTimes made = new DueTimes(store);
        Instant now = store.now();
        DealtWith.begin(store, schedules, now)
                .forEach((planned, through) -> made.queue.add(first(planned, through, now)));
        return made;
    }

    private static Next first(PlannedSchedule planned, Instant through, Instant now) {
        if (!planned.madeUp()) {
            return Next.after(planned, now);
        }
        return planned.schedule()
                .last(through, now)
                .map(missed -> new Next(planned, missed))
                .orElseGet(() -> Next.after(planned, now));
    }

    @Override
    public long step(long nowMillis) throws TopicException {
        Instant now = time.about(nowMillis);
        if (now.isBefore(latest.minus(BACK))) {
            startAgain(now);
        }
        if (!first().isAfter(now)) {
            now = time.ask(nowMillis);
        }
        while (!first().isAfter(now)) {
            deal(now);
        }
        latest = now;
        return time.ownMillis(first());
    }

    private Instant first() {
        Next next = queue.peek();
        return next == null ? Instant.MAX : next.due;
    }

    /** The clock went back: due times come again, and the store knows those that are dealt with by their ids. */
    private void startAgain(Instant now) {
        List<Next> all = List.copyOf(queue);
        queue.clear();
        all.forEach(each -> queue.add(each.due.isAfter(now) ? Next.after(each.planned, now) : each));
    }

    /** Deals with one due time of each schedule that has one, or with what it missed. */
    private void deal(Instant now) throws TopicException {
        Map<String, List<Next>> due = new LinkedHashMap<>();
        List<Next> left = new ArrayList<>();
        while (!first().isAfter(now)) {
            Next next = latest(queue.remove(), now);
            if (next.due.isAfter(now)) {
                left.add(next);
            } else {
                due.computeIfAbsent(next.planned.function(), function -> new ArrayList<>())
                        .add(next);
            }
        }
        queue.addAll(left);
        try {
            for (List<Next> ofFunction : due.values()) {
                append(ofFunction);
            }
        } finally {
            due.values().forEach(queue::addAll); // A time that could not be appended is dealt with later.
        }
    }

    /** The latest of the due times that were missed, or if that is none to be made up for, the next one. */
    private static Next latest(Next next, Instant now) {
        Instant punctual = now.minus(LATE);
        if (!next.due.isBefore(punctual)) {
            return next;
        }
        PlannedSchedule planned = next.planned;
        Instant last = planned.schedule().last(next.due, now).orElse(next.due);
        return planned.madeUp() || !last.isBefore(punctual) ? new Next(planned, last) : Next.after(planned, now);
    }

    /** Appends events; takes from the list those that are dealt with, and puts their successors into the queue. */
    private void append(List<Next> due) throws TopicException {
        while (!due.isEmpty()) {
            List<Next> some = due.subList(0, Math.min(AT_ONCE, due.size()));
            List<NewEvent> events = new ArrayList<>();
            List<NewEvent> records = new ArrayList<>();
            List<Next> successors = new ArrayList<>();
            for (Next each : some) {
                Next successor = Next.after(each.planned, each.due);
                successors.add(successor);
                events.add(each.planned.event(each.due));
                if (DealtWith.needsRecord(each.due, successor.due)) {
                    records.add(DealtWith.record(each.planned, each.due));
                }
                log.debug("{} is due: {}", each.planned.name(), each.due);
            }
            store.append(events, DealtWith.PATIENCE);
            DealtWith.write(store, records);
            some.clear();
            queue.addAll(successors);
        }
    }
}
