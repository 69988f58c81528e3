package dev.effe.server.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TimerTest {

    private final ExpiryQueue<Expiring> soon =
            ExpiryQueue.fifo(Duration.ofMillis(20).toNanos(), Ticker.SYSTEM);
    private final ExpiryQueue<Expiring> late =
            ExpiryQueue.fifo(Duration.ofHours(1).toNanos(), Ticker.SYSTEM);

    private static final class Alarm extends Expiring {
        final CountDownLatch rang = new CountDownLatch(1);
        final long setNanos = System.nanoTime();
        final AtomicReference<Thread> on = new AtomicReference<>();
        volatile long rangNanos;

        @Override
        protected void expired() {
            rangNanos = System.nanoTime();
            on.set(Thread.currentThread());
            rang.countDown();
        }

        Alarm await() throws InterruptedException {
            assertThat(rang.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(rangNanos - setNanos)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
            return this;
        }
    }

    @Test
    void letsThingsExpireOnADaemonOfItsName() throws Exception {
        Alarm alarm = new Alarm();
        soon.add(alarm);
        try (Timer timer = new Timer(List.of(late, soon))) {
            timer.start();
            Thread thread = alarm.await().on.get();
            assertThat(thread.getName()).isEqualTo("effe-timer");
            assertThat(thread.isDaemon()).isTrue();
        }
    }

    @Test
    void whatIsAddedWhileItSleepsExpiresInTime() throws Exception {
        try (Timer timer = new Timer(List.of(late, soon))) {
            timer.start();
            late.add(new Alarm());
            for (int i = 0; i < 10; i++) {
                Alarm alarm = new Alarm();
                soon.add(alarm);
                alarm.await();
            }
        }
        assertThat(late.size()).isEqualTo(1);
    }

    /** Nobody wakes it: it looks at most once per delay, and once more for each thing that expires. */
    @Test
    void looksNoOftenerThanItMust() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Ticker counting = () -> {
            if (Thread.currentThread().getName().equals("effe-timer")) {
                looks.incrementAndGet();
            }
            return System.nanoTime();
        };
        ExpiryQueue<Expiring> hour = ExpiryQueue.fifo(Duration.ofHours(1).toNanos(), counting);
        hour.add(new Alarm());
        try (Timer timer = new Timer(List.of(hour))) {
            timer.start();
            Soon.await().until(() -> looks.get() > 0);
            List<Alarm> added = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                added.add(new Alarm());
                hour.add(added.get(i));
            }
            added.forEach(hour::remove);
            // A park may end without a reason, but not for each of these.
            assertThat(looks.get()).isLessThan(10);
        }
    }

    @Test
    void goesOnAfterAFailure() throws Exception {
        soon.add(new Expiring() {
            @Override
            protected void expired() {
                throw new IllegalStateException("meant by the test");
            }
        });
        try (Timer timer = new Timer(List.of(soon))) {
            timer.start();
            Alarm alarm = new Alarm();
            soon.add(alarm);
            alarm.await();
        }
    }

    @Test
    void endsWhenClosed() throws Exception {
        Timer timer = new Timer(List.of(soon));
        timer.start();
        Alarm alarm = new Alarm();
        soon.add(alarm);
        Thread thread = alarm.await().on.get();
        timer.close();
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
    }
}
