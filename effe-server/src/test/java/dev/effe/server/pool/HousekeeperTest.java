package dev.effe.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Hang;
import dev.effe.server.kit.Soon;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HousekeeperTest {

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private final AtomicInteger warm = new AtomicInteger();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private ContextPool<Integer> pool(int min, Duration idle) {
        PoolLimits limits = new PoolLimits(min, 3, idle, null, Duration.ofSeconds(10), Duration.ofSeconds(5), idle);
        return new ContextPool<>(lifecycle, limits, threads, Ticker.SYSTEM);
    }

    @Test
    void startsTheMinimumAndSaysOnceThatItIsWarm() {
        lifecycle.nextStartFails();
        ContextPool<Integer> pool = pool(2, Duration.ofMinutes(1));
        AtomicInteger looks = new AtomicInteger();
        try (Housekeeper housekeeper =
                new Housekeeper(List.of(pool), Duration.ofSeconds(1), warm::incrementAndGet, looks::incrementAndGet)) {
            housekeeper.start();
            Soon.await().until(() -> warm.get() == 1);
            int before = looks.get();
            Soon.await().until(() -> looks.get() > before + 2);
        }
        assertThat(warm).hasValue(1);
        assertThat(lifecycle.calls).containsExactlyInAnyOrder("start 1", "start 2", "start 3");
    }

    /** The start ends while the housekeeper is still busy with its look, and its next one is 5 s away. */
    @Test
    void isWarmInTheMomentInWhichTheLastStartEnds() throws Exception {
        Hang start = lifecycle.nextStartHangs();
        Hang look = new Hang();
        try (Housekeeper housekeeper =
                new Housekeeper(List.of(pool(1, IDLE)), Duration.ofMinutes(1), warm::incrementAndGet, look::hang)) {
            housekeeper.start();
            start.awaitEntered();
            look.awaitEntered();
            assertThat(warm).hasValue(0);
            start.end();
            Soon.await().until(() -> warm.get() == 1);
            look.end();
        }
    }

    @Test
    void withoutAMinimumItIsWarmAtOnce() {
        try (Housekeeper housekeeper =
                new Housekeeper(List.of(pool(0, IDLE)), Duration.ofMinutes(1), warm::incrementAndGet, () -> {})) {
            housekeeper.start();
            Soon.await().until(() -> warm.get() == 1);
        }
        assertThat(lifecycle.calls).isEmpty();
    }

    @Test
    void aRequestMayStartWhatIsMissing() throws Exception {
        ContextPool<Integer> pool = pool(1, IDLE);
        pool.release(pool.claim(System.nanoTime(), replaced -> {}));
        try (Housekeeper housekeeper =
                new Housekeeper(List.of(pool), Duration.ofMinutes(1), warm::incrementAndGet, () -> {})) {
            housekeeper.start();
            Soon.await().until(() -> warm.get() == 1);
        }
        assertThat(lifecycle.calls).containsExactly("start 1");
    }

    /** A start that fails is tried again when the back-off is over, long before the next look. */
    @Test
    void aFailedStartIsTriedAgainAfterItsBackOff() {
        for (int i = 0; i < 4; i++) {
            lifecycle.nextStartFails();
        }
        long begin = System.nanoTime();
        try (Housekeeper housekeeper =
                new Housekeeper(List.of(pool(1, IDLE)), Duration.ofMinutes(1), warm::incrementAndGet, () -> {})) {
            housekeeper.start();
            Soon.await().until(() -> warm.get() == 1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("back-offs of 50, 100, 200 and 400 ms")
                .isGreaterThanOrEqualTo(Duration.ofMillis(750));
        assertThat(lifecycle.calls).hasSize(5);
    }

    /** It looked every 5 ms for as long as a start took. */
    @Test
    void aHangingStartDoesNotMakeItLookMoreOften() throws Exception {
        Hang start = lifecycle.nextStartHangs();
        AtomicInteger looks = new AtomicInteger();
        try (Housekeeper housekeeper = new Housekeeper(
                List.of(pool(1, IDLE)), Duration.ofSeconds(1), warm::incrementAndGet, looks::incrementAndGet)) {
            housekeeper.start();
            start.awaitEntered();
            long begin = System.nanoTime();
            Soon.await().until(() -> looks.get() >= 11);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("10 looks with a period of 100 ms")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(800));
            start.end();
        }
    }

    @Test
    void retiresWhatIsIdle() throws Exception {
        ContextPool<Integer> pool = pool(0, Duration.ofMillis(50));
        try (Housekeeper housekeeper =
                new Housekeeper(List.of(pool), Duration.ofMillis(50), warm::incrementAndGet, () -> {})) {
            housekeeper.start();
            pool.release(pool.claim(System.nanoTime(), replaced -> {}));
            Soon.await().until(() -> pool.stats().stopped() == 1);
        }
        assertThat(lifecycle.calls).containsExactly("start 1", "stop 1");
    }

    @Test
    void goesOnAfterAFailureAndEndsWhenClosed() throws Exception {
        AtomicReference<Thread> keeper = new AtomicReference<>();
        AtomicInteger looks = new AtomicInteger();
        Housekeeper housekeeper =
                new Housekeeper(List.of(pool(0, Duration.ofSeconds(1))), Duration.ofSeconds(1), () -> {}, () -> {
                    keeper.set(Thread.currentThread());
                    if (looks.incrementAndGet() == 1) {
                        throw new IllegalStateException("meant by the test");
                    }
                });
        housekeeper.start();
        Soon.await().until(() -> looks.get() >= 2);
        assertThat(keeper.get().getName()).isEqualTo("effe-housekeeper");
        assertThat(keeper.get().isDaemon()).isTrue();

        housekeeper.close();
        keeper.get().join(10_000);
        assertThat(keeper.get().isAlive()).isFalse();
    }
}
