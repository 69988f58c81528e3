package dev.effe.server.topics;

import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.ReplayState.Phase;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The replays that this process delivers, each as a group of the engine's. It joins what was begun, here or elsewhere, and
 * ends what is through. Confined to the engine's thread.
 */
final class Replays {

    /** The engine, as a replay needs it. */
    interface Host {

        /**
         * Begins to deliver a group.
         *
         * @param after where it begins if it is new
         */
        GroupDelivery open(Trigger trigger, long after, EventLog events, Pace pace) throws TopicException;

        /** Writes how far a group is, and gives its lanes to others. Nothing more of it is begun here. */
        void close(GroupDelivery group);
    }

    /** All groups of an engine. */
    private record EngineHost(EngineGroups groups) implements Host {

        @Override
        public GroupDelivery open(Trigger trigger, long after, EventLog events, Pace pace) throws TopicException {
            return groups.open(trigger, after, events, pace);
        }

        @Override
        public void close(GroupDelivery group) {
            groups.close(group);
        }
    }

    private final Host host;
    private final TopicStore store;
    private final ReplayTargets targets;
    private final Map<String, Integer> lanesOfTopics;
    private final Map<String, ReplayDelivery> delivered = new LinkedHashMap<>();

    /** @param lanesOfTopics the number of lanes of each topic of this process */
    Replays(Host host, TopicStore store, ReplayTargets targets, Map<String, Integer> lanesOfTopics) {
        this.host = host;
        this.store = store;
        this.targets = targets;
        this.lanesOfTopics = lanesOfTopics;
    }

    /** The replays of an engine. */
    static Replays of(
            EngineGroups groups, TopicStore store, ReplayTargets targets, Map<String, Integer> lanesOfTopics) {
        return new Replays(new EngineHost(groups), store, targets, lanesOfTopics);
    }

    /**
     * Joins those that run, and leaves those that are over.
     *
     * @param kept all that the store has
     */
    void look(List<ReplayState> kept, long nowMillis) throws TopicException {
        Map<String, ReplayState> open = new HashMap<>();
        for (ReplayState state : kept) {
            if (!state.isOver()) {
                open.put(state.name(), state);
            }
        }
        for (ReplayDelivery each : List.copyOf(delivered.values())) {
            ReplayState now = open.get(each.state().name());
            if (now == null || !now.plan().equals(each.state().plan())) {
                leave(each);
            }
        }
        for (ReplayState state : open.values()) {
            Integer lanes = lanesOfTopics.get(state.plan().topic());
            if (lanes != null && !delivered.containsKey(state.name())) {
                join(state, lanes, nowMillis);
            }
        }
    }

    private void join(ReplayState state, int lanesOfTopic, long nowMillis) throws TopicException {
        ReplayPlan plan = state.plan();
        Optional<ReplayTarget> target = targets.of(plan.function(), plan.topic());
        if (target.isEmpty()) {
            return;
        }
        if (target.get().isRefused()) {
            end(state, Phase.FAILED, nowMillis, target.get().refusal());
            return;
        }
        ReplayState running = state;
        if (state.phase() == Phase.STARTING) {
            if (!store.save(state.in(Phase.RUNNING))) {
                return; // Another process was faster, or it is cancelled: the next look tells.
            }
            running = state.in(Phase.RUNNING).saved();
            ReplayLines.begins(running);
        }
        Set<Integer> lanes = ReplayProgress.lanes(plan, lanesOfTopic, store);
        Pace.Limited pace = new Pace.Limited(plan.rate());
        Trigger like = target.get().trigger();
        Trigger trigger = new Trigger(
                like.rules().replayed(state.group()),
                Instant.MIN,
                new ReplayedTarget(like.target(), state.name()),
                like.places());
        GroupDelivery group = host.open(trigger, plan.from() - 1, new ReplayLog(store, plan, lanes), pace);
        delivered.put(state.name(), new ReplayDelivery(running, group, pace, lanes, store));
    }

    private void leave(ReplayDelivery left) {
        delivered.remove(left.state().name());
        host.close(left.group());
    }

    /** Ends what is through, and what cannot go on. Called each second, once all is written. */
    void tick(long nowMillis) throws TopicException {
        for (ReplayDelivery each : List.copyOf(delivered.values())) {
            String loss = each.loss();
            ReplayProgress progress = each.progress(nowMillis);
            if (progress.isThrough()) {
                leave(each);
                end(each.state(), Phase.DONE, nowMillis, "");
            } else if (!loss.isEmpty() || progress.failed() >= DeadEvents.MOST) {
                leave(each);
                String error = loss.isEmpty() ? progress.failed() + " events have failed" : loss;
                end(each.state(), Phase.FAILED, nowMillis, error);
            }
        }
    }

    private void end(ReplayState state, Phase how, long nowMillis, String error) throws TopicException {
        ReplayProgress progress = ReplayProgress.of(state, store);
        ReplayEnd end = new ReplayEnd(Instant.ofEpochMilli(nowMillis), progress.failed(), progress.left(), error);
        if (store.save(state.ended(how, end))) {
            ReplayLines.ended(state.ended(how, end), error);
        }
    }

    /** About how many events of those that are delivered here are still to be settled, by all processes. */
    long left() {
        return delivered.values().stream().mapToLong(ReplayDelivery::left).sum();
    }

    /** Events a second of each that is delivered here, by name. */
    Map<String, Double> speeds() {
        return delivered.values().stream()
                .collect(Collectors.toUnmodifiableMap(each -> each.state().name(), ReplayDelivery::eventsPerSecond));
    }
}
