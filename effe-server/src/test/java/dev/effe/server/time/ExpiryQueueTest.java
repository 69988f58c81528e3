package dev.effe.server.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExpiryQueueTest {

    private static final Duration DELAY = Duration.ofSeconds(10);

    private final FakeTicker ticker = new FakeTicker();
    private final ExpiryQueue<Entry> queue = ExpiryQueue.fifo(DELAY.toNanos(), ticker);
    private final List<String> expired = Collections.synchronizedList(new ArrayList<>());

    private class Entry extends Expiring {
        final String name;

        Entry(String name) {
            this.name = name;
        }

        @Override
        protected void expired() {
            expired.add(name);
        }
    }

    private Entry add(String name) {
        Entry entry = new Entry(name);
        queue.add(entry);
        return entry;
    }

    @Test
    void pollsFirstInFirstOut() {
        Entry a = add("a");
        Entry b = add("b");

        assertThat(queue.poll()).isSameAs(a);
        assertThat(queue.poll()).isSameAs(b);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void removesTheFirstTheMiddleAndTheLast() {
        Entry a = add("a");
        Entry b = add("b");
        Entry c = add("c");
        Entry d = add("d");
        Entry e = add("e");

        assertThat(queue.remove(c)).isTrue();
        assertThat(queue.remove(a)).isTrue();
        assertThat(queue.remove(e)).isTrue();

        assertThat(queue.snapshot()).containsExactly(b, d);
        assertThat(queue.poll()).isSameAs(b);
        assertThat(queue.poll()).isSameAs(d);
        assertThat(queue.size()).isZero();
    }

    @Test
    void removesOnlyWhatStandsInIt() {
        Entry a = add("a");

        assertThat(queue.remove(new Entry("never added"))).isFalse();
        assertThat(queue.remove(a)).isTrue();
        assertThat(queue.remove(a)).isFalse();
        assertThat(queue.size()).isZero();
    }

    @Test
    void canBeAddedAgainOnceRemoved() {
        Entry a = add("a");
        add("b");
        queue.remove(a);
        queue.add(a);

        ticker.advance(DELAY);
        queue.expireDue();

        assertThat(expired).containsExactly("b", "a");
    }

    @Test
    void letsWhatIsDueExpireInItsOrder() {
        add("a");
        add("b");
        ticker.advance(Duration.ofSeconds(4));
        add("c");

        ticker.advance(Duration.ofSeconds(6));
        queue.expireDue();

        assertThat(expired).containsExactly("a", "b");
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void letsNothingExpireANanosecondEarly() {
        add("a");
        ticker.advance(DELAY.minusNanos(1));
        assertThat(queue.expireDue()).isEqualTo(1);
        assertThat(expired).isEmpty();

        ticker.advance(Duration.ofNanos(1));
        queue.expireDue();
        assertThat(expired).containsExactly("a");
    }

    @Test
    void whatExpiredIsNotThereAnyMore() {
        Entry a = add("a");
        ticker.advance(DELAY);
        queue.expireDue();
        queue.expireDue();

        assertThat(expired).containsExactly("a");
        assertThat(queue.remove(a)).isFalse();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void whatWasRemovedOrPolledDoesNotExpire() {
        queue.remove(add("a"));
        add("b");
        queue.poll();

        ticker.advance(DELAY);
        queue.expireDue();

        assertThat(expired).isEmpty();
    }

    @Test
    void saysHowLongUntilTheNextExpires() {
        assertThat(queue.expireDue()).isEqualTo(DELAY.toNanos());
        add("a");
        ticker.advance(Duration.ofSeconds(3));
        add("b");

        assertThat(queue.expireDue()).isEqualTo(Duration.ofSeconds(7).toNanos());
        ticker.advance(Duration.ofSeconds(7));
        assertThat(queue.expireDue()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void saysHowLongTheOldestHasStood() {
        assertThat(queue.oldestNanos()).isZero();
        Entry a = add("a");
        ticker.advance(Duration.ofSeconds(3));
        add("b");
        ticker.advance(Duration.ofSeconds(1));

        assertThat(queue.oldestNanos()).isEqualTo(Duration.ofSeconds(4).toNanos());
        queue.remove(a);
        assertThat(queue.oldestNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void letsAllExpireWhateverTheirTime() {
        add("a");
        add("b");

        queue.expireAll();

        assertThat(expired).containsExactly("a", "b");
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatIsAddedWhileAllExpireStays() {
        queue.add(new Entry("a") {
            @Override
            protected void expired() {
                ExpiryQueueTest.this.add("b");
            }
        });

        queue.expireAll();

        assertThat(queue.snapshot()).extracting(entry -> entry.name).containsExactly("b");
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromExpiring() {
        addOneThatFails();
        add("a");
        queue.expireAll();
        addOneThatFails();
        add("b");
        ticker.advance(DELAY);

        assertThat(queue.expireDue()).isEqualTo(DELAY.toNanos());
        assertThat(expired).containsExactly("a", "b");
    }

    private void addOneThatFails() {
        queue.add(new Entry("failing") {
            @Override
            protected void expired() {
                throw new IllegalStateException("meant by the test");
            }
        });
    }

    @Test
    void allLanesCountAndExpire() throws Exception {
        ExpiryQueue<Entry> striped = ExpiryQueue.striped(DELAY.toNanos(), ticker);
        for (int i = 0; i < 64; i++) {
            Entry entry = new Entry("e" + i);
            Thread adding = new Thread(() -> striped.add(entry));
            adding.start();
            adding.join();
        }

        assertThat(striped.size()).isEqualTo(64);
        assertThat(striped.snapshot()).hasSize(64);
        ticker.advance(DELAY);
        assertThat(striped.expireDue()).isEqualTo(DELAY.toNanos());
        assertThat(expired).hasSize(64).doesNotHaveDuplicates();
        assertThat(striped.size()).isZero();
    }

    @Test
    void theEarliestOfAllLanesDecidesHowLongToWait() throws Exception {
        ExpiryQueue<Entry> striped = ExpiryQueue.striped(DELAY.toNanos(), ticker);
        for (int second = 0; second < 4; second++) {
            Entry entry = new Entry("e" + second);
            Thread adding = new Thread(() -> striped.add(entry));
            adding.start();
            adding.join();
            ticker.advance(Duration.ofSeconds(1));
        }

        assertThat(striped.expireDue()).isEqualTo(Duration.ofSeconds(6).toNanos());
        assertThat(striped.oldestNanos()).isEqualTo(Duration.ofSeconds(4).toNanos());
    }

    /** Exactly one of remove, poll and expiry gets an entry, whatever meets. */
    @Test
    void eachEntryIsTakenByExactlyOne() throws Exception {
        ExpiryQueue<Entry> fifo = ExpiryQueue.fifo(Duration.ofMillis(1).toNanos(), ticker);
        eachEntryIsTakenByExactlyOne(fifo, true);
        eachEntryIsTakenByExactlyOne(ExpiryQueue.striped(Duration.ofMillis(1).toNanos(), ticker), false);
    }

    private void eachEntryIsTakenByExactlyOne(ExpiryQueue<Entry> tried, boolean polls) throws Exception {
        int adders = 3;
        int each = 50_000;
        AtomicInteger takenElsewhere = new AtomicInteger();
        AtomicInteger ranOut = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> adding = new ArrayList<>();
            for (int t = 0; t < adders; t++) {
                adding.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        Entry entry = new Entry("") {
                            @Override
                            protected void expired() {
                                ranOut.incrementAndGet();
                            }
                        };
                        tried.add(entry);
                        if (i % 2 == 0 && tried.remove(entry)) {
                            takenElsewhere.incrementAndGet();
                        }
                        if (polls && i % 7 == 0 && tried.poll() != null) {
                            takenElsewhere.incrementAndGet();
                        }
                    }
                }));
            }
            Future<?> expiring = threads.submit(turning(tried, over));
            for (Future<?> adder : adding) {
                adder.get(60, TimeUnit.SECONDS);
            }
            over.set(true);
            expiring.get(60, TimeUnit.SECONDS);
            tried.expireAll();
        } finally {
            threads.shutdownNow();
        }
        assertThat(tried.size()).isZero();
        assertThat(tried.snapshot()).isEmpty();
        assertThat(takenElsewhere.get() + ranOut.get()).isEqualTo(adders * each);
    }

    private Callable<Void> turning(ExpiryQueue<Entry> tried, AtomicBoolean over) {
        return () -> {
            while (!over.get()) {
                ticker.advance(Duration.ofMillis(1));
                tried.expireDue();
                Thread.yield();
            }
            return null;
        };
    }
}
