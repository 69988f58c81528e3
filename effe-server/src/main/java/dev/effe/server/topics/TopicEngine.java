package dev.effe.server.topics;

import dev.effe.server.threads.ServerThreads;
import dev.effe.spi.topics.InboxState;
import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of a store's topics to functions. One thread reads, hands events to functions and writes, each
 * second, how far each group is; everything about groups is confined to it. Thread-safe.
 */
public final class TopicEngine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicEngine.class);

    /** Between two writes of how far groups are, and after a failure of the store. */
    private static final long COMMIT_MILLIS = 1_000;

    private static final int INBOX_SECONDS = 1;

    private final TopicStore store;
    private final LongSupplier clock;
    private final Mailbox mailbox = new Mailbox();
    private final Running running = new Running();
    private final StoreFailures failures = new StoreFailures();
    private final Thread thread = ServerThreads.vital("effe-topics", this::run);

    private final TopicOpening opening;
    private final Function<Trigger, Attempts> attempts;
    private final EngineGroups groups;
    private final ReplayWatch replays;
    /** Zero once the topics are there. */
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Written before the thread runs; null if there is none. */
    private @Nullable ChoreTurn chore;
    /** Confined to the engine's thread, once it runs. */
    private long committedMillis;

    /** Written by stopTaking. */
    private volatile boolean stopping;
    /** Written by close. */
    private volatile boolean closed;

    private TopicEngine(
            TopicStore store,
            Map<String, Integer> lanes,
            TopicOpening opening,
            TriggerListener listener,
            LongSupplier clock) {
        this.store = store;
        this.opening = opening;
        this.clock = clock;
        this.attempts = trigger -> new Attempts(trigger, running, mailbox, listener, clock);
        this.groups = new EngineGroups(
                store,
                failures,
                lanes,
                (trigger, pace) -> new Attempts(trigger, running, mailbox, TriggerListener.NONE, clock, pace));
        this.replays = new ReplayWatch(store, failures, lanes, groups);
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
        Map<String, Integer> lanes = new HashMap<>();
        topics.forEach(topic -> lanes.put(topic.name(), topic.lanes()));
        TopicOpening opening = new TopicOpening(store, topics, triggers, lanes, System::nanoTime);
        TopicEngine engine = new TopicEngine(store, lanes, opening, listener, clock);
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
        failures.notOpened(why);
        opening.failed(clock.getAsLong());
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

    /**
     * Has replays delivered too. To be called before {@link #start}.
     *
     * @param targets asked once there is a replay
     */
    public void replayTo(Supplier<ReplayTargets> targets) {
        replays.to(targets);
    }

    /** Has it do this besides. To be called before {@link #start}, once. */
    public void add(Chore besides) {
        chore = new ChoreTurn(besides, failures);
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
        groups.leave(clock.getAsLong());
        tick(clock.getAsLong());
    }

    private void turn() {
        runTasks();
        long nowMillis = clock.getAsLong();
        openLate(nowMillis);
        mailbox.takeNews().forEach(groups::news);
        groups.renew(nowMillis);
        if (nowMillis - committedMillis >= COMMIT_MILLIS || nowMillis < committedMillis) {
            tick(nowMillis);
        }
        if (stopping) {
            groups.leave(nowMillis);
        } else if (isOpen()) {
            replays.step(nowMillis);
            groups.step(nowMillis);
            if (chore != null) {
                chore.step(nowMillis);
            }
        }
    }

    private void runTasks() {
        for (Runnable task = mailbox.task(); task != null; task = mailbox.task()) {
            task.run();
        }
    }

    /** Writes how far all are, and looks after what is done each second. */
    private void tick(long nowMillis) {
        committedMillis = nowMillis;
        groups.commit(nowMillis);
        replays.tick(nowMillis);
        if (chore != null) {
            chore.tick();
        }
    }

    private long dueMillis() {
        long due = Math.min(committedMillis + COMMIT_MILLIS, groups.dueMillis(stopping));
        if (stopping) {
            return due;
        }
        if (!isOpen()) {
            return Math.min(due, opening.dueMillis());
        }
        return chore == null ? due : Math.min(due, chore.dueMillis());
    }

    /**
     * Writes how far a group is, if this process delivers it: parked and dead events are in the store then.
     *
     * @throws TopicException if that fails
     */
    void write(GroupName name) throws TopicException {
        if (groups.has(name)) {
            mailbox.call(() -> {
                groups.commit(name);
                return true;
            });
        }
    }

    /** The dead events of a group were changed in the store: this process looks at them at once, others in seconds. */
    void deadChanged(GroupName name) {
        mailbox.execute(() -> groups.deadChanged(name));
    }

    /** Has another look for replays soon. */
    public void lookForReplays() {
        mailbox.execute(this::look);
    }

    private void look() {
        if (!stopping) {
            replays.look(clock.getAsLong());
        }
    }

    /**
     * Does something about replays, once all that was done by now is written, and has another look for them.
     *
     * @throws TopicException if that fails
     */
    public <T> T callForReplays(EngineTask<T> task) throws TopicException {
        return mailbox.call(() -> {
            tick(clock.getAsLong());
            T done = task.call();
            look();
            return done;
        });
    }

    /** The events a second of the replays that this process delivers, by name. */
    public Map<String, Double> replaySpeeds() {
        return replays.speeds();
    }

    /** About how many events of the replays that this process delivers are still to be settled, by all processes. */
    public long replayLeft() {
        return replays.left();
    }

    /** The state of the groups within the last two seconds. */
    public List<GroupStats> stats() {
        return groups.stats();
    }

    /**
     * Asks for the events that wait for their offsets, and waits for a second at most.
     *
     * @return empty also if the store has not told by then
     */
    public Optional<InboxState> inbox() {
        if (!isOpen() || closed) {
            return Optional.empty();
        }
        try {
            return mailbox.call(store::inbox, INBOX_SECONDS);
        } catch (TopicException e) {
            log.debug("The events that wait for their offsets are not told", e);
            return Optional.empty();
        }
    }

    /** The number of failures of the store. */
    public long storeErrors() {
        return failures.count();
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
        groups.close();
        store.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
