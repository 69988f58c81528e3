package dev.effe.server.topics;

import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** This process's part of a replay: a group that ends, at its own pace. Confined to the engine's thread. */
final class ReplayDelivery {

    /** The time over which its speed is measured. */
    private static final int SAMPLES = 10;

    private record Sample(long millis, long done) {}

    private final ReplayState state;
    private final GroupDelivery group;
    private final Pace.Limited pace;
    private final Set<Integer> lanes;
    private final TopicStore store;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private double eventsPerSecond;
    private long left;

    /** @param lanes those that have events of it */
    ReplayDelivery(ReplayState state, GroupDelivery group, Pace.Limited pace, Set<Integer> lanes, TopicStore store) {
        this.state = state;
        this.group = group;
        this.pace = pace;
        this.lanes = lanes;
        this.store = store;
    }

    ReplayState state() {
        return state;
    }

    GroupDelivery group() {
        return group;
    }

    /** Takes this process's part of the rate, and measures. Called each second. */
    ReplayProgress progress(long nowMillis) throws TopicException {
        long held = group.lanes().stream()
                .filter(lane -> lanes.contains(lane.number))
                .count();
        if (held > 0) {
            pace.share((double) held / lanes.size());
        }
        ReplayProgress progress = ReplayProgress.of(state, store);
        left = progress.left();
        samples.add(new Sample(nowMillis, progress.done()));
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long millis = nowMillis - first.millis;
        eventsPerSecond = millis <= 0 ? 0 : Math.max(0, progress.done() - first.done) * 1_000.0 / millis;
        return progress;
    }

    /** Events a second lately, of all processes. */
    double eventsPerSecond() {
        return eventsPerSecond;
    }

    /** About how many events are still to be settled, by all processes. */
    long left() {
        return left;
    }

    /**
     * Tells if events are gone that it has not read.
     *
     * @return why it cannot go on; "" if it can
     */
    String loss() throws TopicException {
        ReplayPlan plan = state.plan();
        long read = plan.until();
        for (Lane lane : group.lanes()) {
            read = lanes.contains(lane.number) ? Math.min(read, lane.readTo()) : read;
        }
        long first = read == plan.until() ? 0 : store.offsetAt(plan.topic(), Instant.MIN);
        return first <= read + 1
                ? ""
                : "The retention of " + plan.topic() + " has overtaken it: it was at offset " + (read + 1)
                        + ", and the log begins at " + first;
    }
}
