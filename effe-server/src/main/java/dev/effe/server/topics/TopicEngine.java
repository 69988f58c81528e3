package dev.effe.server.topics;

import dev.effe.StatusException;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of a store's topics to functions. One thread reads, hands events to functions and writes, each
 * second, how far each group is; everything about groups is confined to it. Thread-safe.
 */
public final class TopicEngine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicEngine.class);
    private static final RateLimitedLog storeFailures = new RateLimitedLog(log);
    private static final RateLimitedLog unopened = new RateLimitedLog(log);

    /** Between two writes of how far groups are, and after a failure of the store. */
    private static final long COMMIT_MILLIS = 1_000;

    /** Between two looks for replays that other processes have begun or ended. */
    private static final long LOOK_MILLIS = 3_000;

    private static final int PATIENCE_SECONDS = 20;

    private final TopicStore store;
    private final LongSupplier clock;
    private final Mailbox mailbox = new Mailbox();
    private final Running running = new Running();
    private final LongAdder storeErrors = new LongAdder();
    private final Thread thread = ServerThreads.vital("effe-topics", this::run);

    private final TopicOpening opening;
    private final Function<Trigger, Attempts> attempts;
    /** Zero once the topics are there. */
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Changed by the engine's thread alone, once it runs. */
    private final List<GroupDelivery> groups = new CopyOnWriteArrayList<>();

    // Confined to the engine's thread, once it runs.
    /** The groups whose last step failed: they begin nothing until the store works again. */
    private final Set<GroupDelivery> failing = new HashSet<>();

    private @Nullable Chore chore;
    /** When the chore has something to do. */
    private long choreMillis;
    /** Whether its last step failed. */
    private boolean choreFailed;

    private long committedMillis;
    /** True once all groups have begun to give back their lanes. */
    private boolean leaving;

    private final Map<String, Integer> lanesOfTopics = new HashMap<>();
    private long lookedMillis;
    /** Null until there is a replay. */
    private @Nullable Replays replays;

    /** Written before the thread runs; null if nothing is replayed. */
    private @Nullable ReplayTargets replayTargets;
    /** Written each second. */
    private volatile Map<String, Double> replaySpeeds = Map.of();
    /** Written each second. */
    private volatile long replayLeft;

    /** Written each second, for metrics. */
    private volatile List<GroupStats> stats = List.of();
    /** Written by stopTaking. */
    private volatile boolean stopping;
    /** Written by close. */
    private volatile boolean closed;

    private TopicEngine(TopicStore store, TopicOpening opening, TriggerListener listener, LongSupplier clock) {
        this.store = store;
        this.opening = opening;
        this.attempts = trigger -> new Attempts(trigger, running, mailbox, listener, clock);
        this.clock = clock;
    }

    /**
     * Opens topics and groups. Nothing is delivered before {@link #start}. If the store does not answer, the engine goes on
     * trying once it is started.
     *
     * @param store closed with the engine; not if this throws
     * @param topics all topics of the application
     * @param clock milliseconds since 1970
     * @throws TopicException if that cannot be done; the message says why
     */
    public static TopicEngine open(
            TopicStore store,
            List<TopicSpec> topics,
            List<Trigger> triggers,
            TriggerListener listener,
            LongSupplier clock)
            throws TopicException {
        TopicOpening opening = new TopicOpening(store, topics, triggers, System::nanoTime);
        TopicEngine engine = new TopicEngine(store, opening, listener, clock);
        topics.forEach(topic -> engine.lanesOfTopics.put(topic.name(), topic.lanes()));
        store.onNews(engine.mailbox::news);
        try {
            engine.open();
        } catch (StoreUnreachableException e) {
            engine.notOpened(e);
        }
        return engine;
    }

    private void open() throws TopicException {
        groups.addAll(opening.open(attempts));
        tick(clock.getAsLong());
        opened.countDown();
    }

    private void notOpened(Exception why) {
        Fatal.check(why);
        storeErrors.increment();
        opening.failed(clock.getAsLong());
        unopened.error(
                "The store of topics does not answer, so the server is not ready: {}",
                String.valueOf(why.getMessage()));
    }

    /** Opens what could not be opened at the start, if it is time. */
    private void openLate(long nowMillis) {
        if (isOpen() || stopping || nowMillis < opening.dueMillis()) {
            return;
        }
        try {
            open();
            log.info("The store of topics answers");
        } catch (TopicException | RuntimeException e) {
            notOpened(e);
        }
    }

    /** False until the store has answered once. */
    public boolean isOpen() {
        return opened.getCount() == 0;
    }

    /** Waits until the store has answered once. Returns whether it has. */
    boolean awaitOpen(Duration patience) throws InterruptedException {
        return opened.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Has replays delivered too. To be called before {@link #start}. */
    public void replayTo(ReplayTargets targets) {
        replayTargets = targets;
    }

    /** Has it do this besides. To be called before {@link #start}, once. */
    public void add(Chore besides) {
        chore = besides;
    }

    /** Begins to deliver. */
    public void start() {
        mailbox.readBy(thread);
        thread.start();
    }

    private void run() {
        while (!closed) {
            turn();
            long waitMillis = Math.min(COMMIT_MILLIS, dueMillis() - clock.getAsLong()); // The clock may go back.
            if (waitMillis > 0 && mailbox.isEmpty() && !closed) {
                ServerThreads.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(waitMillis));
            }
        }
        runTasks();
        leave(clock.getAsLong());
        tick(clock.getAsLong());
    }

    private void turn() {
        runTasks();
        long nowMillis = clock.getAsLong();
        openLate(nowMillis);
        takeNews();
        groups.forEach(group -> renew(group, nowMillis));
        if (nowMillis - committedMillis >= COMMIT_MILLIS || nowMillis < committedMillis) {
            tick(nowMillis);
        }
        if (stopping) {
            leave(nowMillis);
        } else {
            if (isOpen() && (nowMillis - lookedMillis >= LOOK_MILLIS || nowMillis < lookedMillis)) {
                look(nowMillis);
            }
            groups.forEach(group -> step(group, nowMillis));
            stepChore(nowMillis);
        }
    }

    private void renew(GroupDelivery group, long nowMillis) {
        try {
            group.renew(nowMillis);
        } catch (TopicException | RuntimeException e) {
            storeFailed(group, e);
        }
    }

    /** Has all groups give back each lane as soon as nothing of it runs. */
    private void leave(long nowMillis) {
        if (leaving) {
            return;
        }
        leaving = true;
        for (GroupDelivery group : groups) {
            try {
                group.leave(nowMillis);
            } catch (TopicException | RuntimeException e) {
                storeFailed(group, e);
            }
        }
    }

    /** Looks for replays. Their classes are loaded once there is one. */
    private void look(long nowMillis) {
        lookedMillis = nowMillis;
        if (stopping) {
            return;
        }
        try {
            List<ReplayState> kept = store.replays();
            if (replays == null && replayTargets != null && !kept.isEmpty()) {
                replays = new Replays(new ReplayGroups(), store, replayTargets, lanesOfTopics);
            }
            if (replays != null) {
                replays.look(kept, nowMillis);
            }
        } catch (TopicException | RuntimeException e) {
            replaysFailed(e);
        }
    }

    /** The engine, as replays see it. */
    private final class ReplayGroups implements Replays.Host {

        @Override
        public GroupDelivery open(Trigger trigger, long after, EventLog events, Pace pace) throws TopicException {
            TriggerRules rules = trigger.rules();
            Membership member = new Membership(
                    store,
                    store.claims(rules.group(), rules.topic(), after),
                    lanesOfTopics.getOrDefault(rules.topic(), 1),
                    System::nanoTime);
            Attempts attempts = new Attempts(trigger, running, mailbox, TriggerListener.NONE, clock, pace);
            GroupDelivery group = new GroupDelivery(rules, member, events, attempts);
            groups.add(group);
            return group;
        }

        @Override
        public void close(GroupDelivery group) {
            groups.remove(group);
            failing.remove(group);
            try {
                group.commit();
            } catch (TopicException | RuntimeException e) {
                storeFailed(group, e);
            }
            group.close();
        }
    }

    private void replaysFailed(Exception why) {
        Fatal.check(why);
        storeErrors.increment();
        storeFailures.error("The store of topics failed for replays, which wait", why);
    }

    private void takeNews() {
        for (String topic : mailbox.takeNews()) {
            for (GroupDelivery group : groups) {
                if (group.rules().topic().equals(topic)) {
                    group.news();
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = mailbox.task(); task != null; task = mailbox.task()) {
            task.run();
        }
    }

    private void step(GroupDelivery group, long nowMillis) {
        if (failing.contains(group)) {
            return;
        }
        try {
            group.step(nowMillis);
        } catch (TopicException | RuntimeException e) {
            storeFailed(group, e);
        }
    }

    private void stepChore(long nowMillis) {
        if (chore == null || choreFailed || !isOpen()) {
            return;
        }
        try {
            choreMillis = chore.step(nowMillis);
        } catch (TopicException | RuntimeException e) {
            Fatal.check(e);
            storeErrors.increment();
            choreFailed = true;
            storeFailures.error("The store of topics failed, and due times of schedules wait", e);
        }
    }

    /** Writes how far all are. A group whose writes fail begins nothing: it would all be delivered again after a crash. */
    private void tick(long nowMillis) {
        committedMillis = nowMillis;
        List<GroupStats> now = new ArrayList<>();
        failing.clear();
        choreFailed = false;
        for (GroupDelivery group : groups) {
            try {
                group.commit();
                now.add(group.stats(nowMillis));
            } catch (TopicException | RuntimeException e) {
                storeFailed(group, e);
            }
        }
        if (now.size() == groups.size()) {
            now.removeIf(group -> group.group().startsWith(ReplayState.GROUPS));
            stats = List.copyOf(now);
        }
        if (replays != null) {
            tick(replays, nowMillis);
        }
    }

    private void tick(Replays all, long nowMillis) {
        try {
            all.tick(nowMillis);
            replaySpeeds = all.speeds();
            replayLeft = all.left();
        } catch (TopicException | RuntimeException e) {
            replaysFailed(e);
        }
    }

    private void storeFailed(GroupDelivery group, Exception why) {
        Fatal.check(why);
        storeErrors.increment();
        failing.add(group);
        storeFailures.error(
                "The store of topics failed for {} of {}, which waits",
                group.rules().group(),
                group.rules().topic(),
                why);
    }

    private long dueMillis() {
        long due = committedMillis + COMMIT_MILLIS;
        due = isOpen() || stopping ? due : Math.min(due, opening.dueMillis());
        due = chore == null || choreFailed || stopping || !isOpen() ? due : Math.min(due, choreMillis);
        for (GroupDelivery group : groups) {
            due = Math.min(due, group.renewalMillis());
            due = stopping || failing.contains(group) ? due : Math.min(due, group.dueMillis());
        }
        return due;
    }

    /**
     * Writes how far a group is, if this process delivers it: parked and dead events are in the store then.
     *
     * @throws TopicException if that fails
     */
    void write(GroupName name) throws TopicException {
        for (GroupDelivery group : groups) {
            if (name.isOf(group.rules())) {
                call(() -> {
                    group.commit();
                    return true;
                });
            }
        }
    }

    /** The dead events of a group were changed in the store: this process looks at them at once, others in seconds. */
    void deadChanged(GroupName name) {
        mailbox.execute(() -> {
            for (GroupDelivery group : groups) {
                if (name.isOf(group.rules())) {
                    group.deadChanged();
                }
            }
        });
    }

    private <T> T call(Task<T> task) throws TopicException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        mailbox.execute(() -> {
            try {
                answer.complete(task.call());
            } catch (TopicException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof StatusException refusal) {
                throw refusal;
            }
            throw new TopicException(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("Interrupted", e);
        } catch (TimeoutException e) {
            throw new TopicException("The topics took more than " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** Has another look for replays soon. */
    public void lookForReplays() {
        mailbox.execute(() -> look(clock.getAsLong()));
    }

    /** Something that is done on the engine's thread. */
    @FunctionalInterface
    public interface Task<T> {

        /** Does it. */
        T call() throws TopicException;
    }

    /**
     * Does something about replays, once all that was done by now is written, and has another look for them.
     *
     * @throws TopicException if that fails
     */
    public <T> T callForReplays(Task<T> task) throws TopicException {
        return call(() -> {
            tick(clock.getAsLong());
            T done = task.call();
            look(clock.getAsLong());
            return done;
        });
    }

    /** The events a second of the replays that this process delivers, by name. */
    public Map<String, Double> replaySpeeds() {
        return replaySpeeds;
    }

    /** About how many events of the replays that this process delivers are still to be settled, by all processes. */
    public long replayLeft() {
        return replayLeft;
    }

    /** The state of the groups within the last two seconds. */
    public List<GroupStats> stats() {
        return stats;
    }

    /** The number of failures of the store. */
    public long storeErrors() {
        return storeErrors.sum();
    }

    /** From now on no event is begun: lanes are given back, each as soon as nothing of it runs. */
    public void stopTaking() {
        stopping = true;
        mailbox.wake();
    }

    /**
     * Waits until what had begun is over. To be called after {@link #stopTaking}.
     *
     * @return whether it is
     */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return running.awaitNone(patience);
    }

    /** Writes how far all groups are, and closes the store. */
    @Override
    public void close() {
        stopTaking();
        closed = true;
        mailbox.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        groups.forEach(GroupDelivery::close);
        store.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
