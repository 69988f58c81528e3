package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.FakeTicker;
import dev.effe.server.kit.Soon;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.pool.PoolStats;
import dev.effe.server.time.ExpiryQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many clients call a function that fails in every way, with real workers and a clock that runs fast: each invocation
 * ends exactly once, runs are never more than there are contexts, and nothing is left at the end.
 */
@Tag("slow")
class DispatcherStressTest {

    private static final Logger log = LoggerFactory.getLogger("dev.effe.test.DispatcherStressTest");
    private static final int MAX = 8;
    private static final int MAX_QUEUE = 16;
    private static final int CLIENTS = 4;
    private static final int CALLS = 100_000;
    /** The number of calls that a client has open at a time: together more than run and queue. */
    private static final int OPEN = 7;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ch.qos.logback.classic.Logger serverLog =
            (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("dev.effe.server");
    private final FakeTicker ticker = new FakeTicker();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Workers workers = Workers.of(WorkerKind.AUTO, Duration.ofSeconds(10));

    /** The faults that anyone was caught at. */
    private final Queue<String> offences = new ConcurrentLinkedQueue<>();

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger contexts = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();
    /** Whose run began with an interrupt. */
    private final Set<Response> interrupted = ConcurrentHashMap.newKeySet();

    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final LongAdder heard = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private volatile boolean over;

    private static final class Context {
        private final AtomicInteger users = new AtomicInteger();
        private final AtomicInteger stops = new AtomicInteger();
    }

    private final class Clumsy implements Logic<Context> {

        @Override
        public Context start() throws Exception {
            int fate = ThreadLocalRandom.current().nextInt(100);
            if (fate == 0) {
                hang(ThreadLocalRandom.current().nextBoolean());
            } else if (fate < 5) {
                throw new IllegalStateException("start failed");
            }
            contexts.incrementAndGet();
            return new Context();
        }

        @Override
        public void run(Context context, Request request, Response response) throws Exception {
            if (Thread.currentThread().isInterrupted()) {
                interrupted.add(response); // Its own deadline may have come as soon as that.
            }
            if (context.users.incrementAndGet() != 1 || context.stops.get() != 0) {
                offences.add("a context with two users, or stopped");
            }
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                fail(ThreadLocalRandom.current().nextInt(1000));
            } finally {
                running.decrementAndGet();
                context.users.decrementAndGet();
            }
        }

        private void fail(int fate) throws Exception {
            if (fate < 2) {
                hang(fate == 0);
            } else if (fate < 10) {
                throw new StatusException(400, "meant");
            } else if (fate < 15) {
                throw new IllegalStateException("run failed");
            } else if (fate == 15) {
                throw new StackOverflowError("run failed");
            } else if (fate < 100) {
                LockSupport.parkNanos(20_000);
            }
        }

        @Override
        public boolean usable(Context context) throws Exception {
            if (context.users.incrementAndGet() != 1 || context.stops.get() != 0) {
                offences.add("asked in use, or stopped");
            }
            asked.increment();
            try {
                int fate = ThreadLocalRandom.current().nextInt(500);
                if (fate == 0) {
                    hang(ThreadLocalRandom.current().nextBoolean());
                } else if (fate == 1) {
                    throw new IllegalStateException("usable failed");
                }
                return fate > 10;
            } finally {
                context.users.decrementAndGet();
            }
        }

        @Override
        public void stop(Context context) throws Exception {
            if (context.stops.incrementAndGet() != 1 || context.users.get() != 0) {
                offences.add("stopped twice, or in use");
            }
            stopped.incrementAndGet();
            int fate = ThreadLocalRandom.current().nextInt(200);
            if (fate == 0) {
                hang(true);
            } else if (fate == 1) {
                throw new IllegalStateException("stop failed");
            }
        }

        private void hang(boolean returns) throws InterruptedException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                if (!returns) {
                    throw e;
                }
            }
        }
    }

    /** The faults are meant: thousands of errors, with their stacks. */
    @BeforeEach
    void logNoFaults() {
        serverLog.setLevel(Level.OFF);
    }

    @AfterEach
    void endThreads() {
        serverLog.setLevel(null);
        clients.shutdownNow();
        workers.close();
    }

    @Test
    void eachInvocationEndsOnceAndNothingIsLeft() throws Exception {
        PoolLimits limits = new PoolLimits(
                2,
                MAX,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ofMillis(20));
        LoadedFunction<?> function = LoadedFunction.of(LoadedLogic.of(new Clumsy()), limits, workers, ticker);
        ContextPool<?> pool = function.pool();
        Admission admission = new Admission(MAX, MAX_QUEUE, Duration.ofSeconds(1), ticker);
        Dispatcher<?> dispatcher = Dispatcher.of(
                function,
                admission,
                MemoryBudget.unlimited(),
                workers,
                new Timeouts(TIMEOUT, TIMEOUT),
                ticker,
                ended -> heard.increment());
        long begin = System.nanoTime();
        Future<?> clock = clients.submit(() -> turnTheClock(pool, admission, dispatcher));
        List<Future<?>> calling = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            calling.add(clients.submit(() -> call(dispatcher)));
        }
        for (Future<?> client : calling) {
            client.get(120, TimeUnit.SECONDS);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        Soon.await().untilAsserted(() -> assertThat(admission).hasToString("(running=0/8, queued=0/16)"));
        Soon.await().until(() -> pool.close(Duration.ofMillis(10)));
        over = true;
        clock.get(60, TimeUnit.SECONDS);

        log.info("{} calls in {} ms: {}, {} contexts", CLIENTS * CALLS, millis, outcomes, contexts);
        assertThat(offences).isEmpty();
        assertThat(asked.sum()).isPositive();
        assertThat(outcomes.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(CLIENTS * CALLS);
        assertThat(heard.sum()).isEqualTo(CLIENTS * CALLS);
        assertThat(outcomes).containsKeys("Succeeded", "Failed", "TimedOut", "OVERLOADED", "START_FAILED");
        assertThat(mostRunning.get()).isBetween(2, MAX + limits.maxReplaced());
        assertThat(stopped.get()).isEqualTo(contexts.get());
        assertThat(admission.permits()).isZero();
        assertThat(dispatcher.expiries().size()).isZero();
        assertThat(dispatcher.alarms().size()).isZero();
        PoolStats end = pool.stats();
        assertThat(end.started()).isEqualTo(contexts.get());
        assertThat(end.overdue() + end.waiting()).isZero();
    }

    private Void call(Dispatcher<?> dispatcher) throws InterruptedException {
        Request request = TestCalls.request("stress");
        Semaphore open = new Semaphore(OPEN);
        for (int i = 0; i < CALLS; i++) {
            open.acquire();
            Call call = new Call(request, open);
            dispatcher.dispatch(call.invocation);
            if (call.isRefused) {
                LockSupport.parkNanos(20_000);
            }
        }
        open.acquire(OPEN);
        return null;
    }

    private final class Call implements Invocation.Completion {

        final Response response = TestCalls.response("stress");
        final Invocation invocation;
        private final Semaphore open;
        private final AtomicInteger ends = new AtomicInteger();
        /** Some callers wait for less long than others may. */
        private final long callerNanos = ThreadLocalRandom.current().nextInt(20) == 0
                ? ThreadLocalRandom.current().nextLong(TIMEOUT.toNanos())
                : Long.MAX_VALUE;

        volatile boolean isRefused;

        Call(Request request, Semaphore open) {
            this.open = open;
            invocation = new Invocation(request, response, this);
        }

        @Override
        public long callerNanos() {
            return callerNanos;
        }

        @Override
        public void completed(Outcome outcome) {
            if (ends.incrementAndGet() > 1) {
                offences.add("two outcomes");
            }
            if (interrupted.remove(response) && outcome != Outcome.TIMED_OUT) {
                offences.add("an interrupt from before reached a run that ended as " + outcome);
            }
            isRefused = outcome instanceof Outcome.Rejected;
            outcomes.computeIfAbsent(word(outcome), word -> new LongAdder()).increment();
            invocation.flushed();
            open.release();
        }
    }

    private static String word(Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected
                ? rejected.reason().name()
                : outcome.getClass().getSimpleName();
    }

    /** A fake second passes within some real milliseconds. */
    private void turnTheClock(ContextPool<?> pool, Admission admission, Dispatcher<?> dispatcher) {
        while (!over) {
            ticker.advance(Duration.ofMillis(10));
            admission.expiries().expireDue();
            pool.expiries().forEach(ExpiryQueue::expireDue);
            dispatcher.expiries().expireDue();
            dispatcher.alarms().expireDue();
            pool.maintain();
            if (admission.running() > MAX || admission.queued() > MAX_QUEUE) {
                offences.add("beyond the limits: " + admission);
            }
            LockSupport.parkNanos(50_000);
        }
    }
}
