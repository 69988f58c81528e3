package dev.effe.server.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.kit.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AlarmsTest {

    private final FakeTicker ticker = new FakeTicker();
    private final Alarms alarms = new Alarms(ticker);
    private final List<String> rang = new CopyOnWriteArrayList<>();

    private Alarms.Alarm alarm(String name) {
        return new Alarms.Alarm() {
            @Override
            protected void expired() {
                rang.add(name);
            }
        };
    }

    private long pass(Duration duration) {
        ticker.advance(duration);
        return alarms.expireDue();
    }

    @Test
    void theOrderIsThatOfTheInstants() {
        alarms.set(alarm("late"), Duration.ofSeconds(3).toNanos());
        alarms.set(alarm("soon"), Duration.ofSeconds(1).toNanos());
        alarms.set(alarm("soon too"), Duration.ofSeconds(1).toNanos());
        alarms.set(alarm("between"), Duration.ofSeconds(2).toNanos());

        assertThat(pass(Duration.ofMillis(999))).isEqualTo(1_000_000);
        assertThat(rang).isEmpty();
        assertThat(pass(Duration.ofMillis(1))).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(rang).containsExactly("soon", "soon too");
        assertThat(pass(Duration.ofHours(1))).isEqualTo(Long.MAX_VALUE);
        assertThat(rang).containsExactly("soon", "soon too", "between", "late");
        assertThat(alarms.size()).isZero();
    }

    @Test
    void whatIsStoppedDoesNotExpire() {
        Alarms.Alarm stopped = alarm("stopped");
        alarms.set(stopped, 10);
        alarms.set(alarm("kept"), 10);
        alarms.stop(stopped);
        alarms.stop(stopped);
        alarms.stop(alarm("never set"));
        pass(Duration.ofNanos(10));
        assertThat(rang).containsExactly("kept");
    }

    @Test
    void onlyOneThatIsBeforeAllOthersWakes() {
        AtomicInteger wakes = new AtomicInteger();
        alarms.onEarlier(wakes::incrementAndGet);
        alarms.set(alarm("a"), 100);
        alarms.set(alarm("b"), 200);
        alarms.set(alarm("c"), 100);
        assertThat(wakes.get()).isEqualTo(1);
        alarms.set(alarm("d"), 99);
        assertThat(wakes.get()).isEqualTo(2);
    }

    @Test
    void oneThatThrowsDoesNotHoldUpTheNext() {
        alarms.set(
                new Alarms.Alarm() {
                    @Override
                    protected void expired() {
                        throw new IllegalStateException("a bug");
                    }
                },
                1);
        alarms.set(alarm("next"), 2);
        ticker.advance(Duration.ofNanos(2));
        assertThatThrownBy(alarms::expireDue).isInstanceOf(IllegalStateException.class);
        alarms.expireDue();
        assertThat(rang).containsExactly("next");
    }

    @Test
    void aTimerThatSleepsForLongIsWoken() throws Exception {
        Alarms real = new Alarms(Ticker.SYSTEM);
        ExpiryQueue<Expiring> hour = ExpiryQueue.fifo(Duration.ofHours(1).toNanos(), Ticker.SYSTEM);
        try (Timer timer = new Timer(List.of(hour), List.of(real))) {
            timer.start();
            for (int i = 0; i < 20; i++) {
                CountDownLatch late = new CountDownLatch(1);
                real.set(
                        new Alarms.Alarm() {
                            @Override
                            protected void expired() {
                                late.countDown();
                            }
                        },
                        TimeUnit.MILLISECONDS.toNanos(i % 3));
                assertThat(late.await(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void eachExpiresOnceOrIsStoppedHoweverManyThreadsSetThem() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger expired = new AtomicInteger();
        List<Future<?>> setters = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            setters.add(threads.submit(() -> {
                for (int i = 0; i < 20_000; i++) {
                    AtomicInteger times = new AtomicInteger();
                    Alarms.Alarm alarm = new Alarms.Alarm() {
                        @Override
                        protected void expired() {
                            assertThat(times.incrementAndGet()).isEqualTo(1);
                            expired.incrementAndGet();
                        }
                    };
                    alarms.set(alarm, ThreadLocalRandom.current().nextInt(1000));
                    ticker.advance(Duration.ofNanos(10));
                    alarms.expireDue();
                    if (i % 2 == 0) {
                        alarms.stop(alarm);
                    }
                }
            }));
        }
        for (Future<?> setter : setters) {
            setter.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        pass(Duration.ofSeconds(1));
        assertThat(alarms.size()).isZero();
        assertThat(expired.get()).isBetween(40_000, 80_000);
    }
}
