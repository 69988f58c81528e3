package dev.effe.server.events;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue without a server. */
@Tag("once")
class EventQueueTest {

    @TempDir
    Path folder;

    /** The inputs that the function was given. */
    private final List<UUID> given = new CopyOnWriteArrayList<>();

    private final List<Consumer<Result>> running = new CopyOnWriteArrayList<>();

    private EventRules rules(long maxBytes, Optional<URI> onSuccess) {
        RetryRules retries = new RetryRules(0, Duration.ofSeconds(1), Duration.ofHours(1));
        DestinationSettings destinations =
                new DestinationSettings(onSuccess, Optional.empty(), Optional.empty(), Optional.empty());
        return new EventRules(folder, 100, maxBytes, 10, retries, destinations, true);
    }

    private EventQueue queue(long maxBytes, Optional<URI> onSuccess) {
        return queue(rules(maxBytes, onSuccess));
    }

    private EventQueue queue(EventRules rules) {
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

    /** The files that events are in. */
    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("journal"))
                    .sorted()
                    .toList();
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private static Event event(Map<String, String> attributes, String payload) {
        return new Event(UUID.randomUUID(), System.currentTimeMillis(), attributes, payload.getBytes(UTF_8));
    }

    @Test
    void refusesAFolderOfAnEarlierBuild() throws Exception {
        EventRules rules = rules(1 << 20, Optional.empty());
        EventQueue.check(rules);
        Path old = Files.createFile(folder.resolve("0000000000000000007.events"));
        assertThatThrownBy(() -> EventQueue.check(rules))
                .hasMessage(folder + " has events of a build before 2026-11-30: let that build finish them, or move the"
                        + " folder away");
        try (EventQueue queue = queue()) {
            assertThat(accept(queue, event(Map.of(), "1"))).isFalse();
            Files.delete(old);
            until(() -> accept(queue, event(Map.of(), "2")));
        }
    }

    @Test
    void takesNoMoreBytesThanItMayKeepThoseOfAnEarlierProcessIncluded() throws Exception {
        String large = "1".repeat(100);
        long size = event(Map.of(), large).storedBytes();
        try (EventQueue queue = queue(2 * size, Optional.empty())) {
            assertThat(accept(queue, event(Map.of(), large))).isTrue();
            assertThat(queue.stats().bytes()).isEqualTo(size);
            assertThat(accept(queue, event(Map.of(), large + "1".repeat(8)))).isFalse();
            assertThat(accept(queue, event(Map.of(), large))).isTrue();
            assertThat(accept(queue, event(Map.of(), ""))).isFalse();
            assertThat(queue.stats().bytes()).isEqualTo(2 * size);
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
            assertThat(queue.stats().bytes()).isGreaterThan(size);
            assertThat(accept(queue, event(Map.of(), large + "1"))).isFalse();
            assertThat(queue.purge(null, true)).isEqualTo(1);
            assertThat(queue.stats().bytes()).isZero();
            assertThat(accept(queue, event(Map.of(), large + "1"))).isTrue();
        }
    }

    @Test
    void aSecondAfterTheLastEventThereIsNoFile() throws Exception {
        try (EventQueue queue = queue()) {
            accept(queue, event(Map.of(), "1"));
            accept(queue, event(Map.of(), "2"));
            until(() -> running.size() == 2);
            running.get(0).accept(Result.answered(new byte[0], ""));
            until(() -> queue.stats().done() == 1);
            assertThat(files()).containsExactly("0000000000000000001.journal");
            running.get(1).accept(Result.answered(new byte[0], ""));
            until(() -> files().isEmpty());
            assertThat(queue.stats().bytes()).isZero();
            accept(queue, event(Map.of(), "3"));
            assertThat(files()).containsExactly("0000000000000000002.journal");
        }
    }

    @Test
    void eventsThatStayAreMovedSoThatFilesTakeLittleMoreThanTheirs() throws Exception {
        String payload = "1".repeat(10_000);
        Event failed = event(Map.of("a", "b"), payload);
        Event waits = event(Map.of(), payload);
        try (EventQueue queue = queue(2 << 20, Optional.empty())) {
            accept(queue, failed);
            until(() -> running.size() == 1);
            running.get(0).accept(Result.functionError("{\"errorType\":\"a.B\"}".getBytes(UTF_8), ""));
            accept(queue, waits);
            until(() -> running.size() == 2);
            for (int i = 2; i < 402; i++) { // 4 MB
                accept(queue, event(Map.of(), payload));
                int count = i + 1;
                until(() -> running.size() == count);
                running.get(i).accept(Result.answered(new byte[0], ""));
            }
            until(() -> queue.stats().done() == 400);
            long size = 0;
            for (String name : files()) {
                size += Files.size(folder.resolve(name));
            }
            assertThat(size).isLessThan(2 << 20);
            assertThat(files()).doesNotContain("0000000000000000001.journal");
            assertThat(queue.stats().bytes())
                    .isBetween(failed.storedBytes() + waits.storedBytes(), 2 * failed.storedBytes() + 200);
            assertThat(queue.read(failed.id()).orElseThrow().payload()).isEqualTo(payload.getBytes(UTF_8));
            assertThat(queue.reason(failed.id())).containsEntry("errorType", "a.B");
            running.get(1).accept(Result.STOPPING);
        }
        running.clear();
        try (EventQueue queue = queue(2 << 20, Optional.empty())) {
            until(() -> running.size() == 1);
            assertThat(given.get(given.size() - 1)).isEqualTo(waits.id());
            assertThat(queue.stats().failed()).isEqualTo(1);
            assertThat(queue.reason(failed.id())).containsEntry("errorType", "a.B");
            assertThat(queue.read(failed.id()).orElseThrow().attributes()).containsEntry("a", "b");
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
            assertThat(queue.stats().bytes()).isGreaterThan(1500);

            assertThat(queue.purge(null, false)).isPositive();
        }
    }

    @Test
    void namesDamagedFilesWithoutTheirFolder() throws Exception {
        Files.createFile(folder.resolve("0000000000000000007.journal"));
        Files.createFile(folder.resolve("0000000000000000003.journal.damaged"));
        try (EventQueue queue = queue()) {
            until(() -> queue.damaged().size() == 2);
            assertThat(queue.damaged())
                    .containsExactly("0000000000000000003.journal.damaged", "0000000000000000007.journal.damaged");
        }
    }

    private void flip(String file, int fromEnd) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        bytes[bytes.length - fromEnd]++;
        Files.write(folder.resolve(file), bytes);
    }

    @Test
    void whatIsDamagedWhenItStartsIsPutAsideAndTheOtherEventsGoOn() throws Exception {
        Event one = event(Map.of(), "1");
        Event two = event(Map.of(), "2");
        Event three = event(Map.of(), "3".repeat(8));
        try (EventQueue queue = queue()) {
            queue.stopTaking();
            assertThat(accept(queue, one) && accept(queue, two) && accept(queue, three))
                    .isTrue();
        }
        flip("0000000000000000001.journal", 16 + (int) three.storedBytes() + 8); // In the second one.
        try (EventQueue queue = queue()) {
            until(() -> given.size() == 2);
            assertThat(given).containsExactlyInAnyOrder(one.id(), three.id());
            assertThat(queue.damaged()).containsExactly("0000000000000000001.journal.damaged");
            assertThat(files()).contains("0000000000000000001.journal.damaged").hasSize(2);
            running.forEach(told -> told.accept(Result.answered(new byte[0], "")));
            until(() -> files().size() == 1);
        }
    }

    @Test
    void anEventThatCannotBeReadIsKeptAsFailedAndNamed() throws Exception {
        Event event = event(Map.of(), "12345678");
        try (EventQueue queue = queue()) {
            accept(queue, event);
            until(() -> running.size() == 1);
            byte[] bytes = Files.readAllBytes(folder.resolve("0000000000000000001.journal"));
            bytes[32 + (int) event.storedBytes() - 8]++;
            Files.write(folder.resolve("0000000000000000001.journal"), bytes);
            running.get(0).accept(Result.REFUSED);
            until(() -> queue.stats().failed() == 1);
            assertThat(given).containsExactly(event.id());
            assertThat(queue.list(null, 1)).first().matches(EventView::damaged);
            assertThat(queue.reason(event.id()).get("errorMessage").toString()).contains("is damaged");
            assertThat(queue.purge(event.id(), null)).isEqualTo(1);
            assertThat(queue.stats().bytes()).isZero();
        }
    }

    @Test
    void remembersHowAnEventStands() throws Exception {
        Duration hour = Duration.ofHours(1);
        EventRules rules = new EventRules(
                folder,
                100,
                1 << 20,
                10,
                new RetryRules(1, hour, hour.multipliedBy(9)),
                rules(1 << 20, Optional.empty()).destinations(),
                true);
        Event event = event(Map.of(), "1");
        EventView before;
        try (EventQueue queue = queue(rules)) {
            accept(queue, event);
            until(() -> running.size() == 1);
            running.get(0).accept(Result.functionError("{}".getBytes(UTF_8), ""));
            until(() -> queue.find(event.id()).orElseThrow().attempts() == 1);
            before = queue.find(event.id()).orElseThrow();
            assertThat(before.nextAttemptAt()).isAfter(Instant.now().plusSeconds(1800));
        }
        try (EventQueue queue = queue(rules)) {
            until(() -> queue.stats().pending() == 1);
            assertThat(queue.find(event.id())).contains(before);
            assertThat(queue.redrive(event.id(), null)).isEqualTo(1);
        }
        int begun = running.size();
        try (EventQueue queue = queue(rules)) {
            until(() -> running.size() == begun + 1);
            assertThat(queue.find(event.id()).orElseThrow().attempts()).isZero();
            assertThat(queue.purge(event.id(), null)).isZero(); // It runs.
            assertThat(given).containsOnly(event.id());
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
            assertThat(queue.stats().bytes()).isGreaterThan(event.storedBytes() + 1000);
        }
        try (EventQueue queue = queue()) {
            until(() -> queue.stats().failed() == 1);
            assertThat(queue.reason(event.id())).containsEntry("errorType", "a.B");
            assertThat(queue.stats().bytes()).isGreaterThan(event.storedBytes() + 1000);

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
            until(() -> files().isEmpty());
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
