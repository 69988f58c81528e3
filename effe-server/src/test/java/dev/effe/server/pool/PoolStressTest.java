package dev.effe.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.effe.server.kit.FakeTicker;
import dev.effe.server.time.ExpiryQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many threads use a pool whose user code fails in every way: each started context is stopped exactly once, has one user
 * at a time that sees what the one before it wrote, and the places are never exceeded.
 */
@Tag("slow")
class PoolStressTest {

    private static final Logger log = LoggerFactory.getLogger("dev.effe.test.PoolStressTest");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CHECK = Duration.ofMillis(500);

    private final ch.qos.logback.classic.Logger poolLog =
            (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("dev.effe.server.pool");
    private final FakeTicker ticker = new FakeTicker();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ClumsyLifecycle lifecycle = new ClumsyLifecycle();

    /** The faults that the user code of the test was caught at. */
    private final Queue<String> offences = new ConcurrentLinkedQueue<>();

    private final AtomicInteger living = new AtomicInteger();
    private final AtomicInteger mostLiving = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean over;

    private final class Resource {
        /** Plain on purpose: only what the pool does orders its users. */
        private long uses;

        private Thread user;
        private final AtomicInteger stops = new AtomicInteger();

        void use() {
            if (user != null) {
                offences.add("two users");
            }
            user = Thread.currentThread();
            uses++;
            if (user != Thread.currentThread()) {
                offences.add("another user came in between");
            }
            user = null;
        }
    }

    /** A start fails or hangs now and then, and so does a stop; some hanging starts make something all the same. */
    private final class ClumsyLifecycle implements ContextLifecycle<Resource> {

        private final Queue<Resource> started = new ConcurrentLinkedQueue<>();
        private final AtomicInteger hangs = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public Resource start() throws Exception {
            int living = PoolStressTest.this.living.incrementAndGet();
            mostLiving.accumulateAndGet(living, Math::max);
            try {
                int fate = ThreadLocalRandom.current().nextInt(100);
                if (fate < 2) {
                    hangUntilInterrupted(fate == 0);
                } else if (fate < 10) {
                    failures.incrementAndGet();
                    throw new IllegalStateException("start failed");
                }
                Resource resource = new Resource();
                started.add(resource);
                return resource;
            } catch (Throwable t) {
                PoolStressTest.this.living.decrementAndGet();
                throw t;
            }
        }

        @Override
        public void stop(Resource resource) throws Exception {
            if (resource.stops.incrementAndGet() > 1) {
                offences.add("stopped twice");
            }
            resource.use();
            int fate = ThreadLocalRandom.current().nextInt(1000);
            try {
                if (fate == 0) {
                    hangUntilInterrupted(true);
                } else if (fate == 1) {
                    throw new LinkageError("stop failed");
                }
            } finally {
                living.decrementAndGet();
            }
        }

        private void hangUntilInterrupted(boolean returns) throws InterruptedException {
            hangs.incrementAndGet();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                if (!returns) {
                    throw e;
                }
            }
        }
    }

    /** The faults are meant: some hundred warnings, with their stacks. */
    @BeforeEach
    void logNoFaults() {
        poolLog.setLevel(Level.ERROR);
    }

    @AfterEach
    void endThreads() {
        poolLog.setLevel(null);
        threads.shutdownNow();
    }

    @Test
    void tenMillionClaimsWithAPlaceForEachThread() throws Exception {
        stress(4, 6, 10_000_000);
    }

    @Test
    void aMillionClaimsWithFewerPlacesThanThreads() throws Exception {
        stress(5, 2, 1_000_000);
    }

    private void stress(int users, int max, int claims) throws Exception {
        PoolLimits limits = new PoolLimits(
                1, max, Duration.ofSeconds(1), Duration.ofMinutes(1), START_TIMEOUT, STOP_TIMEOUT, CHECK);
        ContextPool<Resource> pool = new ContextPool<>(lifecycle, limits, threads, ticker);
        long begin = System.nanoTime();
        Future<?> clock = threads.submit(() -> turnTheClock(pool, limits));
        List<Future<Long>> using = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            using.add(threads.submit(() -> use(pool, claims / users)));
        }
        long uses = 0;
        for (Future<Long> user : using) {
            uses += user.get(120, TimeUnit.SECONDS);
        }
        long nanos = System.nanoTime() - begin;
        while (!pool.close(Duration.ofMillis(10))) {
            assertThat(System.nanoTime() - begin)
                    .isLessThan(Duration.ofMinutes(3).toNanos());
        }
        over = true;
        clock.get(60, TimeUnit.SECONDS);
        check(pool, limits, uses);
        log.info(
                "{} claims in {} ms, {} starts, {} failed, {} hung, at most {} contexts for {} places",
                uses,
                nanos / 1_000_000,
                lifecycle.started.size(),
                lifecycle.failures,
                lifecycle.hangs,
                mostLiving,
                max);
    }

    private long use(ContextPool<Resource> pool, int claims) throws InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long uses = 0;
        while (uses < claims) {
            PooledContext<Resource> context;
            try {
                context = pool.claim(ticker.nanos() + Duration.ofHours(1).toNanos(), replaced -> {});
            } catch (ClaimException e) {
                LockSupport.parkNanos(1000); // Backing off.
                continue;
            }
            if (context.isUnchecked()) {
                asked.incrementAndGet();
                if (random.nextInt(10) == 0) {
                    pool.discard(context);
                    continue;
                }
                context.checked();
            }
            context.value().use();
            uses++;
            int fate = random.nextInt(500);
            if (fate == 0) {
                pool.discard(context);
                pool.release(context);
            } else if (fate == 1 && uses % 50 == 0) {
                context.runOverdue(replaced -> {}, Thread.currentThread());
                pool.release(context);
            } else {
                pool.release(context);
            }
        }
        return uses;
    }

    /** A fake minute passes within some real milliseconds. */
    private void turnTheClock(ContextPool<Resource> pool, PoolLimits limits) {
        while (!over) {
            ticker.advance(Duration.ofMillis(100));
            pool.expiries().forEach(ExpiryQueue::expireDue);
            pool.maintain();
            PoolStats now = pool.stats();
            if (now.idle() + now.inUse() + now.starting() + now.stopping() > limits.maxContexts() + now.overdue()) {
                offences.add("more than max: " + now);
            }
            LockSupport.parkNanos(50_000);
        }
    }

    private void check(ContextPool<Resource> pool, PoolLimits limits, long uses) {
        assertThat(offences).isEmpty();
        assertThat(asked.get()).isPositive();
        assertThat(lifecycle.started).allMatch(resource -> resource.stops.get() == 1);
        PoolStats end = pool.stats();
        assertThat(end.idle() + end.inUse() + end.starting() + end.stopping() + end.overdue() + end.waiting())
                .as("left at the end: %s", end)
                .isZero();
        assertThat(end.started()).isEqualTo(lifecycle.started.size());
        assertThat(end.stopped()).isEqualTo(lifecycle.started.size());
        assertThat(lifecycle.started.stream()
                        .mapToLong(resource -> resource.uses)
                        .sum())
                .isEqualTo(uses + lifecycle.started.size());
        assertThat(living).hasValue(0);
        assertThat(mostLiving.get()).isLessThanOrEqualTo(limits.maxContexts() + limits.maxReplaced());
    }
}
