package dev.effe.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue without a server. */
class EventQueueTest {

    @TempDir
    Path folder;

    /** What the function was given. */
    private final List<UUID> given = new CopyOnWriteArrayList<>();

    private EventQueue queue() {
        RetryRules retries = new RetryRules(0, Duration.ofSeconds(1), Duration.ofHours(1));
        EventRules rules =
                new EventRules(folder, 100, 10, retries, Optional.empty(), Optional.empty(), Optional.empty());
        EventQueue queue = new EventQueue(rules, (event, told) -> given.add(event.id()));
        queue.start();
        return queue;
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private static Event event(Map<String, String> attributes, String payload) {
        return new Event(UUID.randomUUID(), System.currentTimeMillis(), attributes, payload.getBytes());
    }

    @Test
    void aRecordOfAnEarlierBuildIsNotGivenToTheFunction() throws Exception {
        Event event = event(Map.of("functionArn", "arn:x"), "1");
        try (EventStore store = EventStore.open(folder)) {
            store.append(List.of(event(Map.of("destination", "http://old"), "2"), event));
        }
        try (EventQueue queue = queue()) {
            until(() -> queue.stats().failed() == 1 && queue.stats().running() == 1);
            assertThat(given).containsExactly(event.id());
        }
    }
}
