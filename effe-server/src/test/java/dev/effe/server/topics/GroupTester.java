package dev.effe.server.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A group on a store in memory, whose clock and function the test plays. The function is told of events as "key:payload". */
final class GroupTester {

    static final String TOPIC = "placed";

    long nowMillis = 1_000_000;
    final MemoryTopicStore store = new MemoryTopicStore(() -> nowMillis);
    private final Queue<Runnable> mailbox = new ArrayDeque<>();
    /** The ones that the group shares with others. */
    private Places places;

    /** The events that run, in the order in which they began. */
    final Map<String, Consumer<TriggerResult>> running = new LinkedHashMap<>();
    /** Everything that ever began. */
    final List<String> begun = new ArrayList<>();

    final List<TriggeredEvent> delivered = new ArrayList<>();
    private final TriggerRules rules;
    private final int maxContexts;
    private @Nullable GroupDelivery group;

    GroupTester(TriggerRules rules) throws TopicException {
        this(rules, 1_000);
    }

    GroupTester(TriggerRules rules, int maxContexts) throws TopicException {
        this(rules, maxContexts, 4);
    }

    GroupTester(TriggerRules rules, int maxContexts, int lanes) throws TopicException {
        this.rules = rules;
        this.maxContexts = maxContexts;
        store.create(List.of(new TopicSpec(TOPIC, lanes, Optional.empty())));
        open();
    }

    static TriggerRules rules(boolean ordered, int concurrency, int retries) {
        return new TriggerRules(
                "shop", TOPIC, "report", "report", ordered, concurrency, retries, Duration.ofSeconds(1), 16);
    }

    /** A new process, as after a kill: what was not written is forgotten. */
    void open() throws TopicException {
        mailbox.clear();
        running.clear();
        if (group != null) {
            group.close(); // As if its leases had run out.
        }
        LaneClaims claims = store.claims("report", TOPIC, 0);
        places = new Places(maxContexts);
        Trigger trigger = new Trigger(rules, Instant.MIN, this::deliver, places);
        Attempts attempts = new Attempts(trigger, new Running(), mailbox::add, TriggerListener.NONE, () -> nowMillis);
        group = new GroupDelivery(rules, new Membership(store, claims, 4, () -> nowMillis * 1_000_000), attempts);
        group.renew(nowMillis);
    }

    private void deliver(TriggeredEvent event, Consumer<TriggerResult> told) {
        String name = event.event().key().orElse("") + ":" + new String(event.payload(), UTF_8);
        begun.add(name);
        delivered.add(event);
        running.put(name, told);
    }

    GroupDelivery group() {
        return group;
    }

    Places places() {
        return places;
    }

    /** Each as "key:payload", without a key ":payload". */
    GroupTester append(String... events) throws TopicException {
        for (String event : events) {
            append(event, Map.of());
        }
        return this;
    }

    void append(String event, Map<String, String> headers) throws TopicException {
        int colon = event.indexOf(':');
        Optional<String> key = colon == 0 ? Optional.empty() : Optional.of(event.substring(0, colon));
        byte[] payload = event.substring(colon + 1).getBytes(UTF_8);
        store.append(
                List.of(new NewEvent(TOPIC, key, Optional.empty(), "text/plain", headers, payload)),
                Duration.ofSeconds(1));
        group.news();
    }

    /** Lets the engine's thread have a turn. Returns what runs then. */
    List<String> step() throws TopicException {
        runTasks();
        group.renew(nowMillis);
        group.step(nowMillis);
        return List.copyOf(running.keySet());
    }

    private void runTasks() {
        for (Runnable task = mailbox.poll(); task != null; task = mailbox.poll()) {
            task.run();
        }
    }

    /** Lets time pass. */
    List<String> after(Duration time) throws TopicException {
        runTasks();
        nowMillis += time.toMillis();
        return step();
    }

    GroupTester end(String event, TriggerResult result) {
        Consumer<TriggerResult> told = running.remove(event);
        if (told == null) {
            throw new AssertionError(event + " does not run: " + running.keySet());
        }
        told.accept(result);
        return this;
    }

    /** Ends all that runs, and what begins by that, until nothing does. Returns how many ended. */
    int endAll(TriggerResult result) throws TopicException {
        int count = 0;
        for (List<String> now = step(); !now.isEmpty(); now = step()) {
            for (String event : now) {
                end(event, result);
                count++;
            }
        }
        return count;
    }

    List<Parked> parked(boolean dead) throws TopicException {
        return store.parked("report", TOPIC, ParkedFilter.of(dead ? Kind.DEAD : Kind.WAITING), Integer.MAX_VALUE);
    }

    List<Long> offsets(boolean dead) throws TopicException {
        return parked(dead).stream().map(Parked::offset).collect(Collectors.toList());
    }

    GroupStats stats() throws TopicException {
        return group.stats(nowMillis);
    }
}
