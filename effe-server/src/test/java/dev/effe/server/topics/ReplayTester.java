package dev.effe.server.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.ReplayState.Phase;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** Processes that deliver replays from a store in memory. The test plays the clock and the function. */
final class ReplayTester {

    static final String TOPIC = "placed";
    static final int LANES = 4;

    long nowMillis = 1_700_000_000_000L;
    final MemoryTopics shared = new MemoryTopics(() -> nowMillis);
    private final MemoryTopicStore store = new MemoryTopicStore(shared, "tester");
    int concurrency = 400;
    int retries = 1;
    boolean isRefused;

    ReplayTester() throws TopicException {
        store.create(List.of(new TopicSpec(TOPIC, LANES, Optional.empty())));
    }

    MemoryTopicStore store() {
        return store;
    }

    /** Each as "key:payload", without a key ":payload"; each a second after the one before. */
    ReplayTester append(String... events) throws TopicException {
        for (String event : events) {
            int colon = event.indexOf(':');
            Optional<String> key = colon == 0 ? Optional.empty() : Optional.of(event.substring(0, colon));
            byte[] payload = event.substring(colon + 1).getBytes(UTF_8);
            store.append(
                    List.of(new NewEvent(TOPIC, key, Optional.empty(), "text/plain", Map.of(), payload)),
                    Duration.ofSeconds(1));
        }
        return this;
    }

    ReplayPlan plan(String key, long from, long until, long events, int rate) {
        return new ReplayPlan(
                TOPIC, "report", Optional.ofNullable(key), from, until, events, rate, Instant.ofEpochMilli(nowMillis));
    }

    /** Asks for a replay of this name. */
    void ask(String name, ReplayPlan plan) throws TopicException {
        store.save(new ReplayState(name, 0, Phase.STARTING, plan, Optional.empty()));
    }

    ReplayState state(String name) throws TopicException {
        return store.replays().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<Long> dead(String name) throws TopicException {
        return store.parked(state(name).group(), TOPIC, ParkedFilter.of(ParkedFilter.Kind.DEAD), 1_000).stream()
                .map(Parked::offset)
                .toList();
    }

    Process process(String owner) {
        return new Process(owner);
    }

    /** A process of the application. */
    final class Process implements Replays.Host, ReplayTargets {

        final MemoryTopicStore mine;
        private final Queue<Runnable> mailbox = new ArrayDeque<>();
        private final Places places = new Places(1_000);
        final Replays replays;
        final List<GroupDelivery> groups = new ArrayList<>();
        /** The events that run, in the order in which they began. */
        final Map<String, Consumer<TriggerResult>> running = new LinkedHashMap<>();

        final List<TriggeredEvent> delivered = new ArrayList<>();

        Process(String owner) {
            mine = new MemoryTopicStore(shared, owner);
            replays = new Replays(this, mine, this, Map.of(TOPIC, LANES));
        }

        @Override
        public Set<String> functions() {
            return Set.of("report");
        }

        @Override
        public Optional<ReplayTarget> of(String function, String topic) {
            TriggerRules rules = new TriggerRules(
                    "shop", topic, "live", function, true, concurrency, retries, Duration.ofSeconds(1), 16);
            Trigger trigger = new Trigger(rules, Instant.MAX, this::deliver, places);
            return functions().contains(function)
                    ? Optional.of(new ReplayTarget(trigger, isRefused))
                    : Optional.empty();
        }

        private void deliver(TriggeredEvent event, Consumer<TriggerResult> told) {
            delivered.add(event);
            running.put(event.event().key().orElse("") + ":" + new String(event.payload(), UTF_8), told);
        }

        @Override
        public GroupDelivery open(Trigger trigger, long after, EventLog events, Pace pace) throws TopicException {
            TriggerRules rules = trigger.rules();
            Membership member = new Membership(
                    mine, mine.claims(rules.group(), rules.topic(), after), LANES, () -> nowMillis * 1_000_000);
            Attempts attempts =
                    new Attempts(trigger, new Running(), mailbox::add, TriggerListener.NONE, () -> nowMillis, pace);
            GroupDelivery group = new GroupDelivery(rules, member, events, attempts);
            groups.add(group);
            return group;
        }

        @Override
        public void close(GroupDelivery group) {
            groups.remove(group);
            try {
                group.commit();
            } catch (TopicException e) {
                throw new AssertionError(e);
            }
            group.close();
        }

        /** Has a turn, as the engine's thread has. Returns the events that run then. */
        List<String> turn() throws TopicException {
            runTasks();
            for (GroupDelivery group : groups) {
                group.commit();
            }
            replays.tick(nowMillis);
            replays.look(mine.replays(), nowMillis);
            for (GroupDelivery group : groups) {
                group.renew(nowMillis);
                group.step(nowMillis);
            }
            return List.copyOf(running.keySet());
        }

        private void runTasks() {
            for (Runnable task = mailbox.poll(); task != null; task = mailbox.poll()) {
                task.run();
            }
        }

        Process end(String event, TriggerResult result) {
            Consumer<TriggerResult> told = running.remove(event);
            if (told == null) {
                throw new AssertionError(event + " does not run: " + running.keySet());
            }
            told.accept(result);
            return this;
        }

        /** Ends all that runs as done, and what begins by that, a turn each tenth of a second, until the replay is over. */
        void runToTheEnd(String name) throws TopicException {
            for (int turns = 0; !state(name).isOver(); turns++) {
                if (turns == 100_000) {
                    throw new AssertionError(state(name));
                }
                for (String event : turn()) {
                    end(event, TriggerResult.DONE);
                }
                nowMillis += 100;
            }
        }

        List<Long> offsets() {
            return delivered.stream().map(each -> each.event().offset()).toList();
        }
    }
}
