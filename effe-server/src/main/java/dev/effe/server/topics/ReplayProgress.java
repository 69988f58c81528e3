package dev.effe.server.topics;

import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The progress of a replay, all processes together. Until it is over it is about that: a lane's events are not counted, so
 * all that are behind the last lane's place count as left. Immutable.
 *
 * @param done how many events the function has dealt with
 * @param failed how many were given up
 * @param left how many are still to be settled
 * @param isThrough whether none is
 */
public record ReplayProgress(long done, long failed, long left, boolean isThrough) {

    /** Reads it from a store. */
    public static ReplayProgress of(ReplayState state, TopicStore store) throws TopicException {
        ReplayPlan plan = state.plan();
        if (state.end().isPresent()) {
            ReplayEnd end = state.end().get();
            long done = Math.max(0, plan.events() - end.left() - end.failed());
            return new ReplayProgress(done, end.failed(), end.left(), end.left() == 0);
        }
        long failed = store.count(state.group(), plan.topic(), ParkedFilter.of(Kind.DEAD));
        long waiting = store.count(state.group(), plan.topic(), ParkedFilter.of(Kind.WAITING));
        List<LaneState> all = store.lanes(state.group(), plan.topic());
        if (all.isEmpty()) {
            return new ReplayProgress(0, 0, plan.events(), false);
        }
        Set<Integer> lanes = lanes(plan, all.size(), store);
        long through = plan.until();
        for (LaneState lane : all) {
            through = lanes.contains(lane.lane()) ? Math.min(through, lane.cursor()) : through;
        }
        double ahead = (plan.until() - through) / (double) (plan.until() - plan.from() + 1);
        long left = Math.min(plan.events() - failed, waiting + (long) Math.ceil(plan.events() * ahead));
        boolean isThrough = through == plan.until() && waiting == 0;
        return new ReplayProgress(plan.events() - failed - left, failed, left, isThrough);
    }

    /** The lanes that have events of a replay. */
    static Set<Integer> lanes(ReplayPlan plan, int all, TopicStore store) throws TopicException {
        if (plan.key().isPresent()) {
            return Set.of(store.lane(plan.topic(), plan.key().get()));
        }
        Set<Integer> lanes = new HashSet<>();
        for (int lane = 0; lane < all; lane++) {
            lanes.add(lane);
        }
        return lanes;
    }
}
