package dev.effe.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.time.Soon;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HousekeeperTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private final AtomicInteger warm = new AtomicInteger();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private ContextPool<Integer> pool(int min, Duration idle) {
        PoolLimits limits = new PoolLimits(min, 3, idle, null, Duration.ofSeconds(10), Duration.ofSeconds(5));
        return new ContextPool<>(lifecycle, limits, threads, Ticker.SYSTEM);
    }

    @Test
    void startsTheMinimumAndSaysOnceThatItIsWarm() {
        lifecycle.nextStartFails();
        ContextPool<Integer> pool = pool(2, Duration.ofMinutes(1));
        AtomicInteger looks = new AtomicInteger();
        try (Housekeeper housekeeper =
                new Housekeeper(pool, Duration.ofSeconds(1), warm::incrementAndGet, looks::incrementAndGet)) {
            housekeeper.start();
            Soon.await().until(pool::isWarm);
            int before = looks.get();
            Soon.await().until(() -> looks.get() > before + 2);
        }
        assertThat(warm).hasValue(1);
        assertThat(lifecycle.calls).containsExactlyInAnyOrder("start 1", "start 2", "start 3");
    }

    @Test
    void retiresWhatIsIdle() throws Exception {
        ContextPool<Integer> pool = pool(0, Duration.ofMillis(50));
        try (Housekeeper housekeeper = new Housekeeper(pool, Duration.ofMillis(50), warm::incrementAndGet, () -> {})) {
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
                new Housekeeper(pool(0, Duration.ofSeconds(1)), Duration.ofSeconds(1), () -> {}, () -> {
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
