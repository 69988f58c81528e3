package dev.effe.server.topics;

import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/**
 * All groups that an engine delivers, those of replays among them. A failure of the store with one of them does not
 * concern the others. Changed by the engine's thread alone, once it runs.
 */
final class EngineGroups {

    private final TopicStore store;
    private final StoreFailures failures;
    private final Map<String, Integer> lanesOfTopics;
    private final BiFunction<Trigger, Pace, Attempts> replayed;

    private final List<GroupDelivery> groups = new CopyOnWriteArrayList<>();
    /** The groups whose last step failed: they begin nothing until the store works again. */
    private final Set<GroupDelivery> failing = new HashSet<>();
    /** True once all groups have begun to give back their lanes. */
    private boolean leaving;

    /** Written each second, for metrics. */
    private volatile List<GroupStats> stats = List.of();

    /** @param replayed makes the attempts of a replay's group */
    EngineGroups(
            TopicStore store,
            StoreFailures failures,
            Map<String, Integer> lanesOfTopics,
            BiFunction<Trigger, Pace, Attempts> replayed) {
        this.store = store;
        this.failures = failures;
        this.lanesOfTopics = lanesOfTopics;
        this.replayed = replayed;
    }

    void addAll(List<GroupDelivery> opened) {
        groups.addAll(opened);
    }

    /** The state of all but those of replays. */
    List<GroupStats> stats() {
        return stats;
    }

    /** Something about a group that needs the store. */
    private interface Step {
        void of(GroupDelivery group) throws TopicException;
    }

    private void each(Step step) {
        groups.forEach(group -> attempt(group, step));
    }

    private void attempt(GroupDelivery group, Step step) {
        try {
            step.of(group);
        } catch (TopicException | RuntimeException e) {
            failing.add(group);
            failures.add(group.rules().group() + " of " + group.rules().topic() + ", which waits", e);
        }
    }

    void renew(long nowMillis) {
        each(group -> group.renew(nowMillis));
    }

    void step(long nowMillis) {
        each(group -> {
            if (!failing.contains(group)) {
                group.step(nowMillis);
            }
        });
    }

    /** Has all groups give back each lane as soon as nothing of it runs. Does nothing the second time. */
    void leave(long nowMillis) {
        if (!leaving) {
            leaving = true;
            each(group -> group.leave(nowMillis));
        }
    }

    /** Writes how far all are. A group whose writes fail begins nothing: it would all be delivered again after a crash. */
    void commit(long nowMillis) {
        failing.clear();
        List<GroupStats> now = new ArrayList<>();
        each(group -> {
            group.commit();
            now.add(group.stats(nowMillis));
        });
        if (now.size() == groups.size()) {
            now.removeIf(group -> group.group().startsWith(ReplayState.GROUPS));
            stats = List.copyOf(now);
        }
    }

    /** Writes how far a group is, if it is delivered here. */
    void commit(GroupName name) throws TopicException {
        for (GroupDelivery group : groups) {
            if (name.isOf(group.rules())) {
                group.commit();
            }
        }
    }

    boolean has(GroupName name) {
        return groups.stream().anyMatch(group -> name.isOf(group.rules()));
    }

    void deadChanged(GroupName name) {
        groups.stream().filter(group -> name.isOf(group.rules())).forEach(GroupDelivery::deadChanged);
    }

    /** There are new events of a topic. */
    void news(String topic) {
        groups.stream().filter(group -> group.rules().topic().equals(topic)).forEach(GroupDelivery::news);
    }

    /** When there may be something to do for a group, if nothing happens before. */
    long dueMillis(boolean stopping) {
        long due = Long.MAX_VALUE;
        for (GroupDelivery group : groups) {
            due = Math.min(due, group.renewalMillis());
            due = stopping || failing.contains(group) ? due : Math.min(due, group.dueMillis());
        }
        return due;
    }

    /** Begins to deliver the group of a replay. See {@link Replays.Host#open}. */
    GroupDelivery open(Trigger trigger, long after, EventLog events, Pace pace) throws TopicException {
        TriggerRules rules = trigger.rules();
        Membership member = Membership.of(store, rules, after, lanesOfTopics, System::nanoTime);
        GroupDelivery group = new GroupDelivery(rules, member, events, replayed.apply(trigger, pace));
        groups.add(group);
        return group;
    }

    /** Ends the delivery of the group of a replay. See {@link Replays.Host#close}. */
    void close(GroupDelivery group) {
        groups.remove(group);
        attempt(group, GroupDelivery::commit);
        failing.remove(group);
        group.close();
    }

    void close() {
        groups.forEach(GroupDelivery::close);
    }
}
