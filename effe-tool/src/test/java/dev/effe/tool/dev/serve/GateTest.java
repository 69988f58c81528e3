package dev.effe.tool.dev.serve;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {

    /** Says whether there is a change, and holds looks and reloads back. */
    private static final class Work implements Gate.Work {

        final AtomicInteger looks = new AtomicInteger();
        final AtomicInteger reloads = new AtomicInteger();
        volatile boolean changed;
        volatile CountDownLatch lookMayEnd = new CountDownLatch(0);
        volatile CountDownLatch reloadMayEnd = new CountDownLatch(0);

        @Override
        public boolean look() {
            looks.incrementAndGet();
            await(lookMayEnd);
            return changed;
        }

        @Override
        public void reload() {
            changed = false;
            await(reloadMayEnd);
            reloads.incrementAndGet();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Work work = new Work();
    private final ExecutorService reloads = Executors.newSingleThreadExecutor();
    private final AtomicInteger gone = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private Gate gate = new Gate(work, Duration.ofSeconds(60), reloads);

    @AfterEach
    void close() {
        work.lookMayEnd.countDown();
        work.reloadMayEnd.countDown();
        gate.close();
        reloads.shutdown();
    }

    private void enter() {
        gate.enter(gone::incrementAndGet, late::incrementAndGet);
    }

    @Test
    void aRequestWaitsForALookThatBeginsAfterIt() {
        work.lookMayEnd = new CountDownLatch(1);
        gate.open();
        await().until(() -> work.looks.get() == 1);
        CountDownLatch first = work.lookMayEnd;
        work.lookMayEnd = new CountDownLatch(1);
        enter();
        first.countDown();
        await().until(() -> work.looks.get() == 2);
        assertThat(gone).hasValue(0);
        work.lookMayEnd.countDown();
        await().until(() -> gone.get() == 1);
    }

    @Test
    void manyRequestsShareALook() {
        work.lookMayEnd = new CountDownLatch(1);
        gate.open();
        await().until(() -> work.looks.get() == 1);
        for (int i = 0; i < 1_000; i++) {
            enter();
        }
        work.lookMayEnd.countDown();
        await().until(() -> gone.get() == 1_000);
        assertThat(work.looks.get()).isLessThan(100);
    }

    @Test
    void aRequestAfterAChangeWaitsForTheReload() {
        gate.open();
        work.reloadMayEnd = new CountDownLatch(1);
        work.changed = true;
        enter();
        await().until(() -> !work.changed);
        enter(); // While it goes on.
        assertThat(gone).hasValue(0);
        work.reloadMayEnd.countDown();
        await().until(() -> gone.get() == 2);
        assertThat(work.reloads).hasValue(1);
    }

    @Test
    void aRequestDoesNotWaitForEver() {
        gate = new Gate(work, Duration.ofSeconds(1), reloads);
        gate.open();
        work.reloadMayEnd = new CountDownLatch(1);
        work.changed = true;
        enter();
        enter();
        await().atMost(Duration.ofSeconds(30)).until(() -> late.get() == 2);
        work.reloadMayEnd.countDown();
        await().until(() -> work.reloads.get() == 1);
        enter();
        await().until(() -> gone.get() == 1);
        assertThat(late).hasValue(2);
    }

    @Test
    void looksAndReloadsAlsoWhenNobodyAsks() {
        gate.open();
        work.changed = true;
        await().until(() -> work.reloads.get() == 1);
        int looks = work.looks.get();
        await().until(() -> work.looks.get() > looks + 2);
    }

    @Test
    void goesOnAfterARequestThatFails() {
        gate.open();
        gate.enter(
                () -> {
                    throw new IllegalStateException("by the route");
                },
                late::incrementAndGet);
        enter();
        await().until(() -> gone.get() == 1);
    }

    @Test
    void letsAllThroughOnceItIsClosed() {
        gate.open();
        work.reloadMayEnd = new CountDownLatch(1);
        work.changed = true;
        enter();
        await().until(() -> !work.changed);
        gate.close();
        assertThat(gone).hasValue(1);
        enter();
        assertThat(gone).hasValue(2);
        work.reloadMayEnd.countDown();
        await().until(() -> work.reloads.get() == 1);
        assertThat(gone).hasValue(2);
    }
}
