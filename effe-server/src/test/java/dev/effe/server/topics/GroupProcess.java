package dev.effe.server.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.TopicException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/** One of several processes that deliver a group. The test has its thread take turns, and plays its function. */
final class GroupProcess {

    /** Told of what functions do. */
    interface Witness {
        void began(GroupProcess process, String event);

        /** @param attempt from 1 */
        void ended(String event, int attempt, TriggerResult result);
    }

    final String name;
    final MemoryTopicStore store;
    final GroupDelivery group;
    /** The events that run, as "key:payload", in the order in which they began. */
    final Map<String, Consumer<TriggerResult>> running = new LinkedHashMap<>();

    private final Map<String, Integer> attempts = new HashMap<>();
    private final MemoryTopics shared;
    private final Witness witness;
    private final Queue<Runnable> mailbox = new ArrayDeque<>();
    private long committedMillis;
    private boolean failing;
    boolean leaving;

    GroupProcess(String name, MemoryTopics shared, TriggerRules rules, Witness witness) throws TopicException {
        this.name = name;
        this.shared = shared;
        this.witness = witness;
        store = new MemoryTopicStore(shared, name);
        Trigger trigger = new Trigger(rules, Instant.MIN, this::deliver, new Places(10_000));
        Attempts begins = new Attempts(trigger, new Running(), mailbox::add, TriggerListener.NONE, shared::nowMillis);
        Membership member = new Membership(
                store,
                store.claims(rules.group(), rules.topic(), 0),
                shared.lanes(rules.topic()),
                () -> shared.nowMillis() * 1_000_000);
        group = new GroupDelivery(rules, member, begins);
    }

    private void deliver(TriggeredEvent event, Consumer<TriggerResult> told) {
        String text = event.event().key().orElse("") + ":" + new String(event.payload(), UTF_8);
        if (running.put(text, told) != null) {
            throw new AssertionError(text + " runs twice at once in " + name);
        }
        attempts.put(text, event.event().attempt());
        witness.began(this, text);
    }

    void end(String event, TriggerResult result) {
        Consumer<TriggerResult> told = running.remove(event);
        if (told == null) {
            throw new AssertionError(event + " does not run in " + name + ": " + running.keySet());
        }
        witness.ended(event, attempts.get(event), result);
        told.accept(result);
    }

    void endAll(TriggerResult result) {
        List.copyOf(running.keySet()).forEach(event -> end(event, result));
    }

    /** A turn of its engine's thread. Failures of the store are survived, as the engine does. */
    void turn() {
        runTasks();
        group.news();
        failing &= shared.nowMillis() - committedMillis < 1_000;
        survive(() -> group.renew(shared.nowMillis()));
        if (shared.nowMillis() - committedMillis >= 1_000) {
            committedMillis = shared.nowMillis();
            survive(group::commit);
        }
        if (!leaving && !failing) {
            survive(() -> group.step(shared.nowMillis()));
        }
    }

    private void runTasks() {
        for (Runnable task = mailbox.poll(); task != null; task = mailbox.poll()) {
            task.run();
        }
    }

    private interface Step {
        void run() throws TopicException;
    }

    private void survive(Step step) {
        try {
            step.run();
        } catch (TopicException e) {
            failing = true;
        }
    }

    /** From now on it begins nothing. */
    void leave() {
        leaving = true;
        runTasks();
        survive(() -> group.leave(shared.nowMillis()));
    }

    /** Its end after {@link #leave}. */
    void close() {
        runTasks();
        survive(group::commit);
        group.close();
    }

    /** The number of lanes that it delivers or has still to give back. */
    int lanes() throws TopicException {
        return group.stats(shared.nowMillis()).lanes();
    }

    /** The lanes that the store has it own. */
    List<Integer> owned() {
        synchronized (shared) {
            return shared.group("report", "placed").states(shared.nowMillis()).stream()
                    .filter(lane -> lane.owner().filter(name::equals).isPresent())
                    .map(LaneState::lane)
                    .toList();
        }
    }
}
