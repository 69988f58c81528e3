package dev.effe.server.topics.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start reads the last file of a topic, and of the others what is written beside them. */
class TopicStartTest {

    private static final int SEGMENT_BYTES = 4096;
    private static final int EVENTS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<Integer, Long> ALL = Map.of(0, 0L, 1, 0L);

    @TempDir
    Path folder;

    private final AtomicLong nowMillis = new AtomicLong(1_700_000_000_000L);

    private FileTopicStore open(int lanes) throws TopicException {
        FileTopicStore store = new FileTopicStore(folder, SEGMENT_BYTES, SEGMENT_BYTES, nowMillis::get);
        try {
            store.create(List.of(new TopicSpec("placed", lanes, Optional.empty())));
            return store;
        } catch (TopicException e) {
            store.close();
            throw e;
        }
    }

    private static NewEvent event(int number) {
        return new NewEvent(
                "placed",
                Optional.of("k" + number % 7),
                Optional.of("id-" + number),
                "text/plain",
                Map.of(),
                ("event " + number).getBytes(UTF_8));
    }

    /** Appends events with ids, a minute between them. */
    private void write() throws TopicException {
        try (FileTopicStore store = open(2)) {
            for (int number = 1; number <= EVENTS; number++) {
                store.append(List.of(event(number)), PATIENCE);
                nowMillis.addAndGet(60_000);
            }
        }
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("log/placed"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> payloads(FileTopicStore store) throws TopicException {
        return store.read("placed", ALL, Integer.MAX_VALUE, Long.MAX_VALUE).events().stream()
                .map(event -> new String(event.payload(), UTF_8))
                .toList();
    }

    private static List<String> all() {
        return IntStream.rangeClosed(1, EVENTS)
                .mapToObj(number -> "event " + number)
                .toList();
    }

    /** All is as if every file had been read: events, ids, times, the next offset. */
    private void check(FileTopicStore store) throws TopicException {
        assertThat(payloads(store)).isEqualTo(all());
        for (int number = 1; number <= EVENTS; number += 13) {
            store.append(List.of(event(number)), PATIENCE);
            Instant time = Instant.ofEpochMilli(1_700_000_000_000L + (number - 1) * 60_000L);
            assertThat(store.offsetAt("placed", time)).isEqualTo(number);
        }
        assertThat(store.offsetAt("placed", Instant.MAX)).isEqualTo(EVENTS + 1);
    }

    @Test
    void knowsAllThatTheFilesHaveWithoutReadingThem() throws Exception {
        write();
        assertThat(files(".note")).hasSize(files(".journal").size() - 1).hasSizeGreaterThan(5);
        try (FileTopicStore store = open(2)) {
            check(store);
        }
        // A byte in the middle of a file that is not read: the start says nothing, whoever reads the event does.
        Path second = files(".journal").get(1);
        byte[] bytes = Files.readAllBytes(second);
        bytes[bytes.length / 2] ^= 1;
        Files.write(second, bytes);
        try (FileTopicStore store = open(2)) {
            assertThat(files(".damaged")).isEmpty();
            List<String> left = payloads(store);
            assertThat(left).hasSize(EVENTS - 1).isSubsetOf(all());
            assertThat(store.offsetAt("placed", Instant.MAX)).isEqualTo(EVENTS + 1);
        }
    }

    @Test
    void aFolderOfABuildWithoutNotesIsReadOnceAndGetsThem() throws Exception {
        write();
        List<Path> notes = files(".note");
        for (Path note : notes) {
            Files.delete(note);
        }
        try (FileTopicStore store = open(2)) {
            assertThat(files(".note")).isEqualTo(notes);
            check(store);
        }
        try (FileTopicStore store = open(2)) {
            check(store);
        }
    }

    @Test
    void notesThatAreDamagedAnywhereAreMadeAnew() throws Exception {
        write();
        Path note = files(".note").get(2);
        byte[] whole = Files.readAllBytes(note);
        for (int at : new int[] {0, 9, 30, 60, 70, 90, whole.length / 2, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(note, damaged);
            try (FileTopicStore store = open(2)) {
                check(store);
            }
            Files.write(note, Arrays.copyOf(whole, at));
            try (FileTopicStore store = open(2)) {
                check(store);
            }
        }
    }

    @Test
    void damageAtAnEndOfAFileIsFoundAtTheStart() throws Exception {
        write();
        Path second = files(".journal").get(1);
        byte[] whole = Files.readAllBytes(second);
        for (int at : new int[] {0, 40, 60, whole.length - 1}) {
            byte[] damaged = Arrays.copyOf(whole, at == 0 ? whole.length - 100 : whole.length);
            if (at > 0) {
                damaged[at] ^= 1;
            }
            Files.write(second, damaged);
            try (FileTopicStore store = open(2)) {
                assertThat(payloads(store)).as("byte " + at).isSubsetOf(all());
                assertThat(store.offsetAt("placed", Instant.MAX)).isEqualTo(EVENTS + 1);
            }
        }
    }

    @Test
    void otherLanesAreRefusedThoughNoEventIsRead() throws Exception {
        write();
        assertThatThrownBy(() -> open(3))
                .isInstanceOf(TopicException.class)
                .hasMessageContaining("it has 2 lanes, and effe.yaml says 3");
    }

    @Test
    void idsOfMoreThanSevenDaysAgoAreNotRemembered() throws Exception {
        write();
        nowMillis.addAndGet(Duration.ofDays(7).toMillis() - 60_000L * EVENTS / 2);
        try (FileTopicStore store = open(2)) {
            store.append(List.of(event(EVENTS)), PATIENCE);
            assertThat(store.offsetAt("placed", Instant.MAX)).isEqualTo(EVENTS + 1);
            store.append(List.of(event(1)), PATIENCE);
            assertThat(store.offsetAt("placed", Instant.MAX)).isEqualTo(EVENTS + 2);
        }
    }
}
