package dev.effe.server.topics.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.topics.Places;
import dev.effe.server.topics.TopicEngine;
import dev.effe.server.topics.Trigger;
import dev.effe.server.topics.TriggerListener;
import dev.effe.server.topics.TriggerResult;
import dev.effe.server.topics.TriggerRules;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Appends and delivers very many events, and looks at the heap: {@code -Deffe.topics.events=10000000}. */
class TopicMemoryTest {

    private static final int BATCH = 1_000;
    private static final long MOST_BYTES = 64L << 20;

    @TempDir
    Path folder;

    @Test
    @EnabledIfSystemProperty(named = "effe.topics.events", matches = "\\d+", disabledReason = "takes minutes")
    void memoryIsFlatHoweverManyEventsThereAre() throws Exception {
        long count = Long.getLong("effe.topics.events");
        TopicSpec spec = new TopicSpec("placed", 16, Optional.empty());
        TriggerRules rules =
                new TriggerRules("shop", "placed", "report", "report", true, 64, 1, Duration.ofSeconds(1), 16);
        AtomicLong done = new AtomicLong();
        Trigger trigger = new Trigger(
                rules,
                Instant.MIN,
                (event, told) -> {
                    done.incrementAndGet();
                    told.accept(TriggerResult.DONE);
                },
                new Places(128));
        FileTopicStore store = new FileTopicStore(folder, System::currentTimeMillis);
        long beganNanos = System.nanoTime();
        try (TopicEngine engine = TopicEngine.open(
                store, List.of(spec), List.of(trigger), TriggerListener.NONE, System::currentTimeMillis)) {
            engine.start();
            for (long sent = 0; sent < count; sent += BATCH) {
                store.append(batch(sent), Duration.ofMinutes(1));
                if (sent % (count / 10) == 0) {
                    say(sent, done.get(), beganNanos);
                }
            }
            while (done.get() < count) {
                Thread.onSpinWait();
            }
            say(count, done.get(), beganNanos);
        }
        beganNanos = System.nanoTime();
        try (FileTopicStore again = new FileTopicStore(folder, System::currentTimeMillis)) {
            again.create(List.of(spec));
            System.out.printf("opened again in %d ms%n", (System.nanoTime() - beganNanos) / 1_000_000);
            assertThat(again.offsetAt("placed", Instant.MAX)).isEqualTo(count + 1);
        }
    }

    private static List<NewEvent> batch(long from) {
        List<NewEvent> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(new NewEvent(
                    "placed",
                    Optional.of("key-" + (from + i) % 10_007),
                    Optional.empty(),
                    "application/json",
                    Map.of("Effe-Depth", "1"),
                    new byte[100]));
        }
        return batch;
    }

    private static void say(long sent, long done, long beganNanos) {
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
                "%,d appended, %,d delivered, %d s, heap %d MB%n",
                sent, done, (System.nanoTime() - beganNanos) / 1_000_000_000, used >> 20);
        assertThat(used).isLessThan(MOST_BYTES);
    }
}
