package dev.effe.server.topics.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.topics.TopicStoreContract;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.ReplayState.Phase;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics in files: small ones, so that there are many. */
class FileTopicStoreTest extends TopicStoreContract {

    private static final int SEGMENT_BYTES = 4096;

    @TempDir
    Path folder;

    @Override
    protected TopicStore open(LongSupplier clock) {
        return new FileTopicStore(folder, SEGMENT_BYTES, SEGMENT_BYTES, clock);
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void oldFilesAreReadWithoutAnIndexInMemory() throws Exception {
        for (int i = 0; i < 500; i++) {
            append(event("k" + i % 20, "x".repeat(100) + i));
        }
        assertThat(files("log/placed").size()).isGreaterThan(10);

        for (int round = 0; round < 2; round++) {
            for (long after = 0; after < 500; after += 37) {
                assertThat(offsets(read(after, 5)).get(0)).isEqualTo(after + 1);
            }
            openAgain();
        }
        assertThat(payloads(0)).hasSize(500);
    }

    @Test
    void anAppendOfSeveralOfWhichACrashLeftSomeDoesNotCount() throws Exception {
        append(event("a", "1", "first"));
        NewEvent[] many = new NewEvent[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = event("a", "many " + i, "id-" + i);
        }
        append(many);
        store().close();
        List<Path> files = files("log/placed");
        Path last = files.get(files.size() - 1);
        try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
            // The seal and a part of the last events, as if they had not been written.
            file.setLength(file.length() - 300);
        }
        openAgain();

        assertThat(payloads(0)).containsExactly("1");
        append(many);
        assertThat(payloads(1)).hasSize(20);
        assertThat(offsets(read(0, 100)).get(20)).isEqualTo(21);
        openAgain();
        assertThat(payloads(0)).hasSize(21);
    }

    @Test
    void retentionDropsWholeFilesAndOffsetsGoOn() throws Exception {
        store().close();
        FileTopicStore short_ = new FileTopicStore(folder, SEGMENT_BYTES, SEGMENT_BYTES, nowMillis::get);
        try (short_) {
            short_.create(List.of(new TopicSpec(TOPIC, LANES, Optional.of(Duration.ofHours(1)))));
            for (int i = 0; i < 200; i++) {
                short_.append(List.of(event("a", "x".repeat(100))), PATIENCE);
            }
            int before = files("log/placed").size();
            nowMillis.addAndGet(Duration.ofHours(2).toMillis());
            short_.append(List.of(event("a", "late")), PATIENCE);
            short_.append(List.of(event("a", "later")), PATIENCE);

            assertThat(files("log/placed").size()).isLessThan(before).isPositive();
            long first = short_.offsetAt(TOPIC, Instant.MIN);
            assertThat(first).isGreaterThan(100);
            assertThat(short_.read(TOPIC, Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L), 1, 1)
                            .events()
                            .get(0)
                            .offset())
                    .isEqualTo(first);
        }
        openAgain();
        append(event("a", "after"));
        assertThat(payloads(200)).containsExactly("late", "later", "after");
    }

    @Test
    void theFileOfGroupsDoesNotGrowForEver() throws Exception {
        LaneClaims claims = claims("report");
        for (int i = 0; i < 500; i++) {
            append(event("a", "" + i));
        }
        List<ParkedChange> changes = new ArrayList<>();
        for (long offset = 1; offset <= 50; offset++) {
            changes.add(new ParkedChange.Put(
                    new Parked(offset, 0, Optional.empty(), 1, Instant.EPOCH, Optional.of(Instant.EPOCH), "e")));
        }
        store().commit(claims, Map.of(), changes);
        for (long i = 0; i < 500; i++) {
            store().commit(claims, Map.of(0, i, 1, i), List.of());
        }

        assertThat(files("groups").size()).isLessThan(6);
        openAgain();
        assertThat(store().claims("report", TOPIC, 0).renew().gained())
                .containsEntry(0, 499L)
                .containsEntry(2, 0L);
        assertThat(store().count("report", TOPIC, dead())).isEqualTo(50);
    }

    @Test
    void aForgottenReplayLeavesNothingInTheFilesAndAKeptOneStays() throws Exception {
        ReplayPlan plan = new ReplayPlan(TOPIC, "report", Optional.of("secret"), 1, 9, 9, 100, Instant.EPOCH);
        ReplayState gone = new ReplayState("gone", 0, Phase.STARTING, plan, Optional.empty());
        ReplayState kept = new ReplayState("kept", 0, Phase.STARTING, plan, Optional.empty());
        store().save(gone);
        store().save(kept);
        store().commit(store().claims(gone.group(), TOPIC, 0), Map.of(0, 3L), List.of());
        store().forget(gone.saved());
        LaneClaims claims = store().claims("report", TOPIC, 0);
        for (long i = 0; i < 500; i++) {
            store().commit(claims, Map.of(0, 0L, 1, 0L), List.of());
        }

        StringBuilder written = new StringBuilder();
        for (Path file : files("groups")) {
            written.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        assertThat(written).contains("kept", "secret").doesNotContain("gone");
        openAgain();
        assertThat(store().replays()).containsExactly(kept.saved());
    }

    @Test
    void aFolderIsOfOneProcess() throws Exception {
        try (FileTopicStore second = new FileTopicStore(folder, nowMillis::get)) {
            assertThatThrownBy(() -> second.create(List.of(new TopicSpec(TOPIC, LANES, Optional.empty()))))
                    .isInstanceOf(TopicException.class)
                    .hasMessageContaining("another effe uses the folder");
        }
    }

    @Test
    void aGroupThatIsAheadOfALostLogGoesOnBehindIt() throws Exception {
        append(event("a", "1"), event("a", "2"), event("a", "3"));
        store().commit(claims("report"), Map.of(0, 3L, 1, 3L, 2, 3L, 3, 3L), List.of());
        store().close();
        for (Path file : files("log/placed")) {
            Files.delete(file);
        }
        openAgain();

        assertThat(store().claims("report", TOPIC, 0).renew().gained())
                .containsEntry(0, 0L)
                .containsEntry(3, 0L);
    }
}
