package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.Ended;
import dev.effe.server.kit.FakeTicker;
import dev.effe.server.kit.Soon;
import dev.effe.server.kit.Steps;
import dev.effe.server.kit.Steps.Step;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.time.ExpiryQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher with a function whose contexts are numbers. Each event is recorded in order: "start 1", "run a in 1", "a
 * SUCCEEDED", "stop 1". Workers are threads, or the test's own thread when it says {@link #work}.
 */
final class DispatchTester implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final Duration STREAM_TIMEOUT = Duration.ofMinutes(15);
    static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(5);
    static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    static final Duration CHECK = Duration.ofSeconds(1);

    final List<String> events = new CopyOnWriteArrayList<>();
    final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    final List<Heard> heard = new CopyOnWriteArrayList<>();
    final FakeTicker ticker = new FakeTicker();
    final ExecutorService threads = Executors.newCachedThreadPool();
    final Admission admission;
    final ContextPool<?> pool;
    final Dispatcher<?> dispatcher;

    private final Map<String, Step> runs = new ConcurrentHashMap<>();
    private final Map<String, Step> answers = new ConcurrentHashMap<>();
    private final Steps starts = new Steps();
    private final Steps stops = new Steps();
    private final Queue<Callable<Boolean>> checks = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger ids = new AtomicInteger();

    private volatile Step reusable = () -> {};
    private volatile Step eachRun = () -> {};

    private final Logic<Integer> logic = new Logic<>() {
        @Override
        public Integer start() throws Exception {
            int id = ids.incrementAndGet();
            events.add("start " + id);
            starts.next();
            return id;
        }

        @Override
        public void run(Integer context, Request request, Response response) throws Exception {
            events.add("run " + request + " in " + context);
            Steps.take(runs.get(request.toString()));
            Steps.take(eachRun);
        }

        @Override
        public void stop(Integer context) throws Exception {
            events.add("stop " + context);
            stops.next();
        }

        @Override
        public boolean usable(Integer context) throws Exception {
            events.add("usable " + context);
            Callable<Boolean> check = checks.poll();
            return check == null || check.call();
        }

        @Override
        public boolean reusable(Integer context, Throwable failure) {
            events.add("reusable " + context);
            try {
                Steps.take(reusable);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Logic.super.reusable(context, failure);
        }
    };

    private DispatchTester(int max, int maxQueue, boolean threaded) {
        this(max, maxQueue, threaded, null, new Timeouts(TIMEOUT, STREAM_TIMEOUT));
    }

    private DispatchTester(int max, int maxQueue, boolean threaded, @Nullable Executor refusing, Timeouts timeouts) {
        Executor workers = refusing != null ? refusing : threaded ? threads : tasks::add;
        PoolLimits limits = new PoolLimits(0, max, Duration.ofMinutes(1), null, START_TIMEOUT, STOP_TIMEOUT, CHECK);
        LoadedFunction<?> function = LoadedFunction.of(LoadedLogic.of(logic), limits, workers, ticker);
        pool = function.pool();
        admission = new Admission(max, maxQueue, QUEUE_TIMEOUT, ticker);
        dispatcher = Dispatcher.of(
                function,
                admission,
                MemoryBudget.unlimited(),
                workers,
                timeouts,
                ticker,
                ended -> heard.add(Heard.of(ended)));
    }

    /** A copy of what the listener was told, in milliseconds. */
    record Heard(String id, Outcome outcome, boolean cold, long queue, long start, long run, long total) {

        static Heard of(EndedInvocation ended) {
            return new Heard(
                    ended.id(),
                    ended.outcome(),
                    ended.isCold(),
                    TimeUnit.NANOSECONDS.toMillis(ended.queueNanos()),
                    TimeUnit.NANOSECONDS.toMillis(ended.startNanos()),
                    TimeUnit.NANOSECONDS.toMillis(ended.runNanos()),
                    TimeUnit.NANOSECONDS.toMillis(ended.totalNanos()));
        }
    }

    /** Workers are threads of their own. */
    static DispatchTester threaded(int max, int maxQueue) {
        return new DispatchTester(max, maxQueue, true);
    }

    /** Workers work when the test says so. */
    static DispatchTester manual(int max, int maxQueue) {
        return new DispatchTester(max, maxQueue, false);
    }

    static DispatchTester with(Executor workers, int max, int maxQueue) {
        return new DispatchTester(max, maxQueue, false, workers, new Timeouts(TIMEOUT, STREAM_TIMEOUT));
    }

    /** As manual, and calls are slow after this time. */
    static DispatchTester watching(Duration slow) {
        return new DispatchTester(1, 1, false, null, new Timeouts(TIMEOUT, STREAM_TIMEOUT, Optional.of(slow)));
    }

    /** Does what the workers were given, on this thread. */
    void work() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    int tasks() {
        return tasks.size();
    }

    void nextStart(Step step) {
        starts.add(step);
    }

    void nextStop(Step step) {
        stops.add(step);
    }

    /** Sets the answer to the next question for a context. */
    void nextCheck(Callable<Boolean> check) {
        checks.add(check);
    }

    void onReusable(Step step) {
        reusable = step;
    }

    /** The action of run for the request of this id. */
    void onRun(String id, Step step) {
        runs.put(id, step);
    }

    /** The action of each run besides. */
    void onEachRun(Step step) {
        eachRun = step;
    }

    /** The action when this id is answered. */
    void onAnswer(String id, Step step) {
        answers.put(id, step);
    }

    Invocation dispatch(String id) {
        return dispatch(id, Long.MAX_VALUE);
    }

    /** Dispatches for a caller that waits only so long. */
    Invocation dispatch(String id, Duration callers) {
        return dispatch(id, callers.toNanos());
    }

    private Invocation dispatch(String id, long callerNanos) {
        Invocation.Completion completion = new Invocation.Completion() {
            @Override
            public long callerNanos() {
                return callerNanos;
            }

            @Override
            public void completed(Outcome outcome) {
                Outcome before = outcomes.put(id, outcome);
                events.add(id + " " + word(outcome));
                assertThat(before).as("outcome of %s before", id).isNull();
                try {
                    Steps.take(answers.get(id));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        Invocation invocation = new Invocation(TestCalls.request(id), TestCalls.response(id), completion);
        dispatcher.dispatch(invocation);
        return invocation;
    }

    /** Dispatches, and lets the workers work. */
    Outcome answer(String id) {
        dispatch(id).flushed();
        work();
        return awaitOutcome(id);
    }

    Outcome awaitOutcome(String id) {
        return Soon.await().until(() -> outcomes.get(id), outcome -> outcome != null);
    }

    void awaitEvent(String event) {
        Soon.await().until(() -> events.contains(event));
    }

    private static String word(Outcome outcome) {
        if (outcome instanceof Outcome.Rejected rejected) {
            return rejected.reason().name();
        }
        if (outcome instanceof Outcome.Failed) {
            return "FAILED";
        }
        if (outcome instanceof Outcome.Abandoned) {
            return "ABANDONED";
        }
        return outcome instanceof Outcome.TimedOut ? "TIMED_OUT" : "SUCCEEDED";
    }

    /** Turns the clock, and lets expire what is due then. */
    void pass(Duration duration) {
        ticker.advance(duration);
        admission.expiries().expireDue();
        pool.expiries().forEach(ExpiryQueue::expireDue);
        dispatcher.expiries().expireDue();
        dispatcher.streams().expireDue();
        dispatcher.slow().ifPresent(ExpiryQueue::expireDue);
        dispatcher.alarms().expireDue();
    }

    /** Waits until nothing is going on any more. */
    void awaitQuiet() {
        Soon.await().untilAsserted(() -> {
            assertThat(admission.running()).as("running").isZero();
            assertThat(admission.queued()).as("queued").isZero();
            assertThat(pool.stats().inUse()
                            + pool.stats().starting()
                            + pool.stats().stopping()
                            + pool.stats().overdue())
                    .as("in the pool %s", pool.stats())
                    .isZero();
            assertThat(dispatcher.expiries().size()).as("deadlines").isZero();
            assertThat(dispatcher.streams().size()).as("streams").isZero();
            assertThat(dispatcher.slow().map(ExpiryQueue::size).orElse(0))
                    .as("slow")
                    .isZero();
            assertThat(dispatcher.alarms().size()).as("alarms").isZero();
            assertThat(admission.expiries().size()).as("queue").isZero();
        });
    }

    @Override
    public void close() {
        assertThat(heard)
                .as("what the listener heard")
                .extracting(Heard::outcome)
                .containsExactlyInAnyOrderElementsOf(outcomes.values());
        Ended.threadsOf(threads);
    }
}
