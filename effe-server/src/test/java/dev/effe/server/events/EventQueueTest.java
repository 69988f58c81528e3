package dev.effe.server.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.effe.server.events.EventTarget.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue without a server. */
class EventQueueTest {

    @TempDir
    Path folder;

    /** The inputs that the function was given. */
    private final List<UUID> given = new CopyOnWriteArrayList<>();

    private final List<Consumer<Result>> running = new CopyOnWriteArrayList<>();

    private EventQueue queue(long maxBytes, Optional<URI> onSuccess) {
        RetryRules retries = new RetryRules(0, Duration.ofSeconds(1), Duration.ofHours(1));
        DestinationSettings destinations =
                new DestinationSettings(onSuccess, Optional.empty(), Optional.empty(), Optional.empty());
        EventRules rules = new EventRules(folder, 100, maxBytes, 10, retries, destinations);
        EventQueue queue = new EventQueue(rules, (event, told) -> {
            given.add(event.id());
            running.add(told);
        });
        queue.start();
        return queue;
    }

    private EventQueue queue() {
        return queue(1 << 20, Optional.empty());
    }

    private static boolean accept(EventQueue queue, Event event) throws Exception {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        boolean taken = queue.tryAccept(event, failure -> written.complete(failure == null));
        return taken && written.get(60, TimeUnit.SECONDS);
    }

    /** The bytes of all files of events. */
    private long onDisk() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private static Event event(Map<String, String> attributes, String payload) {
        return new Event(UUID.randomUUID(), System.currentTimeMillis(), attributes, payload.getBytes(UTF_8));
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

    @Test
    void takesNoMoreBytesThanItMayKeepThoseOfAnEarlierProcessIncluded() throws Exception {
        String large = "1".repeat(100);
        long size = event(Map.of(), large).storedBytes();
        try (EventQueue queue = queue(2 * size, Optional.empty())) {
            assertThat(accept(queue, event(Map.of(), large))).isTrue();
            assertThat(queue.stats().bytes()).isEqualTo(size).isEqualTo(onDisk());
            assertThat(accept(queue, event(Map.of(), large + "1"))).isFalse();
            assertThat(accept(queue, event(Map.of(), large))).isTrue();
            assertThat(accept(queue, event(Map.of(), ""))).isFalse();
            assertThat(queue.stats().bytes()).isEqualTo(2 * size).isEqualTo(onDisk());
        }
        try (EventQueue queue = queue(2 * size, Optional.empty())) {
            running.clear();
            until(() -> running.size() == 2);
            assertThat(queue.stats().bytes()).isEqualTo(2 * size);
            assertThat(accept(queue, event(Map.of(), ""))).isFalse();

            // Done: gone. Failed: kept, and counted.
            running.get(0).accept(Result.answered(new byte[0], ""));
            running.get(1).accept(Result.functionError(new byte[0], ""));
            until(() -> queue.stats().failed() == 1 && queue.stats().done() == 1);
            assertThat(queue.stats().bytes()).isEqualTo(onDisk()).isGreaterThan(size);
            assertThat(accept(queue, event(Map.of(), large + "1"))).isFalse();
            assertThat(queue.purge(null, true)).isEqualTo(1);
            assertThat(queue.stats().bytes()).isZero();
            assertThat(accept(queue, event(Map.of(), large + "1"))).isTrue();
        }
    }

    @Test
    void countsTheBytesOfAFileUntilItsLastEventIsDone() throws Exception {
        Event one = event(Map.of("functionArn", "arn:\"x\""), "1");
        Event two = event(Map.of(), "2222");
        try (EventStore store = EventStore.open(folder)) {
            store.append(List.of(one, two));
        }
        try (EventQueue queue = queue()) {
            until(() -> running.size() == 2);
            long both = one.storedBytes() + two.storedBytes();
            assertThat(queue.stats().bytes()).isEqualTo(both).isEqualTo(onDisk());
            running.get(0).accept(Result.answered(new byte[0], ""));
            until(() -> queue.stats().done() == 1);
            assertThat(queue.stats().bytes()).isEqualTo(both).isEqualTo(onDisk());
            running.get(1).accept(Result.answered(new byte[0], ""));
            until(() -> queue.stats().done() == 2);
            assertThat(queue.stats().bytes()).isZero();
            assertThat(onDisk()).isZero();
        }
    }

    @Test
    void countsRecordsAndBeginsNoEventWhileTooManyBytesOfThemAreUntold() throws Exception {
        Optional<URI> down = Optional.of(URI.create("file:" + Files.writeString(folder.resolve("file"), "")));
        try (EventQueue queue = queue(2000, down)) {
            for (int i = 0; i < 3; i++) {
                assertThat(accept(queue, event(Map.of(), "1"))).isTrue();
            }
            until(() -> running.size() == 3);
            // More than half of what may be kept.
            running.get(0).accept(Result.answered(("\"" + "x".repeat(1500) + "\"").getBytes(UTF_8), ""));
            until(() -> queue.stats().untold() == 1 && queue.stats().done() == 1);
            running.get(1).accept(Result.REFUSED);
            running.get(2).accept(Result.REFUSED);
            until(() -> queue.stats().tellErrors() >= 3); // It has looked at what is due several times since.
            assertThat(running).hasSize(3);
            assertThat(queue.stats().bytes()).isEqualTo(onDisk()).isGreaterThan(1500);

            assertThat(queue.purge(null, false)).isPositive();
        }
    }

    @Test
    void namesDamagedFilesWithoutTheirFolder() throws Exception {
        Files.createFile(folder.resolve("0000000000000000007.events"));
        Files.createFile(folder.resolve("0000000000000000003.events.damaged"));
        try (EventQueue queue = queue()) {
            until(() -> queue.damaged().size() == 2);
            assertThat(queue.damaged())
                    .containsExactly("0000000000000000003.events.damaged", "0000000000000000007.events.damaged");
        }
    }

    @Test
    void anEventThatCannotBeReadIsKeptAsFailedAndNamed() throws Exception {
        Event event = event(Map.of(), "12345");
        try (EventStore store = EventStore.open(folder)) {
            store.append(List.of(event));
        }
        Path file = folder.resolve("0000000000000000001.events");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1]++;
        Files.write(file, bytes);
        try (EventQueue queue = queue()) {
            until(() -> queue.stats().failed() == 1);
            assertThat(given).isEmpty();
            assertThat(queue.list(null, 1)).first().matches(EventView::damaged);
            assertThat(queue.reason(event.id()).get("errorMessage").toString()).contains("is damaged");
            assertThat(queue.purge(event.id(), null)).isEqualTo(1);
            assertThat(queue.stats().bytes()).isZero();
        }
    }

    @Test
    void saysWhyAnEventFailedAlsoToTheNextProcess() throws Exception {
        String error = "{\"errorMessage\":\"" + "x".repeat(5000) + "\",\"errorType\":\"a.B\"}";
        Event event = event(Map.of(), "1");
        try (EventQueue queue = queue()) {
            accept(queue, event);
            until(() -> running.size() == 1);
            assertThat(queue.reason(event.id())).isEmpty();
            running.get(0).accept(Result.functionError(error.getBytes(UTF_8), ""));
            until(() -> queue.stats().failed() == 1);
            assertThat(queue.reason(event.id()))
                    .containsEntry("condition", "RetriesExhausted")
                    .containsEntry("errorType", "a.B")
                    .containsEntry("errorMessage", "x".repeat(1000))
                    .hasEntrySatisfying(
                            "at",
                            at -> assertThat(Instant.parse((String) at).getNano() % 1_000_000)
                                    .isZero());
            assertThat(queue.stats().bytes()).isEqualTo(onDisk());
        }
        Path orphan = folder.resolve(UUID.randomUUID() + ".reason");
        Files.writeString(orphan, "{}");
        try (EventQueue queue = queue()) {
            until(() -> queue.stats().failed() == 1);
            assertThat(queue.reason(event.id())).containsEntry("errorType", "a.B");
            assertThat(queue.stats().bytes()).isEqualTo(onDisk());
            assertThat(orphan).doesNotExist();

            queue.redrive(event.id(), null);
            until(() -> running.size() == 2);
            assertThat(queue.reason(event.id())).isEmpty();
            running.get(1).accept(Result.functionError("no json".getBytes(UTF_8), ""));
            until(() -> queue.stats().failed() == 1);
            assertThat(queue.reason(event.id()))
                    .containsEntry("errorMessage", "no json")
                    .doesNotContainKey("errorType");

            queue.purge(event.id(), null);
            assertThat(queue.stats().bytes()).isZero();
            assertThat(onDisk()).isZero();
        }
    }

    @Test
    void anEventThatComesAfterTheCloseIsRefusedNotForgotten() throws Exception {
        EventQueue queue = queue();
        assertThat(accept(queue, event(Map.of(), "{}"))).isTrue();
        queue.close();
        assertThat(accept(queue, event(Map.of(), "{}"))).isFalse();
    }
}
