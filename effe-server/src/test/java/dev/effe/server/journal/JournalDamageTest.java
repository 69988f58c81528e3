package dev.effe.server.journal;

import static dev.effe.server.journal.JournalTester.append;
import static dev.effe.server.journal.JournalTester.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not as they were written: torn at their end by a crash, or damaged by the disk. */
class JournalDamageTest {

    private static final int RECORD_BYTES = 24;
    private static final int PADDING = 6;

    @TempDir
    Path folder;

    private JournalTester tester;

    @BeforeEach
    void makeTester() {
        tester = new JournalTester(folder);
    }

    /** The file of a process that was killed: a record each by appends of their own, zeros behind them. */
    private byte[] killed(int records) throws IOException {
        byte[] bytes;
        try (Journal journal = tester.open()) {
            for (int i = 0; i < records; i++) {
                append(journal, "r" + i);
            }
            bytes = Files.readAllBytes(tester.file(1));
        }
        return bytes;
    }

    /** Opens a folder whose only file has these bytes. */
    private Journal open(byte[] bytes) throws IOException {
        for (String name : tester.names()) {
            Files.delete(folder.resolve(name));
        }
        Files.write(tester.file(1), bytes);
        return tester.open();
    }

    private static int end(int records) {
        return Segment.HEADER_BYTES + records * RECORD_BYTES;
    }

    @Test
    void cutAtAnyByteItHasTheRecordsThatAreWholeAndGoesOnBehindThem() throws Exception {
        byte[] bytes = killed(4);
        for (int length = Segment.HEADER_BYTES; length <= end(4); length++) {
            try (Journal journal = open(Arrays.copyOf(bytes, length))) {
                int whole = (length - Segment.HEADER_BYTES + PADDING) / RECORD_BYTES;
                assertThat(tester.found.values())
                        .as("cut at " + length)
                        .containsExactlyElementsOf(
                                List.of("r0", "r1", "r2", "r3").subList(0, whole));
                assertThat(journal.isDamaged()).isFalse();
                assertThat(append(journal, "next").get(0).number()).isEqualTo(whole + 1);
            }
            tester.open().close();
            assertThat(tester.found.lastEntry().getValue()).isEqualTo("next");
        }
    }

    @Test
    void aWriteThatWasTornAnywhereIsCutAndNotCalledDamage() throws Exception {
        byte[] bytes;
        try (Journal journal = tester.open()) {
            append(journal, "r0");
            journal.append(contents("r1", "r2", "r3"));
            bytes = Files.readAllBytes(tester.file(1));
        }
        // Any page of it may have got to the disk before the others.
        for (int at = end(1); at < end(4); at++) {
            byte[] torn = bytes.clone();
            torn[at] ^= 0x5a;
            try (Journal journal = open(torn)) {
                boolean isPadding = (at - Segment.HEADER_BYTES) % RECORD_BYTES >= RECORD_BYTES - PADDING;
                int whole = isPadding ? 4 : (at - Segment.HEADER_BYTES) / RECORD_BYTES;
                assertThat(tester.found).as("torn at " + at).hasSize(whole);
                assertThat(journal.isDamaged()).isFalse();
                assertThat(append(journal, "next").get(0).number()).isEqualTo(whole + 1);
            }
        }
    }

    @Test
    void aByteThatChangedIsNamedAndCostsItsRecordAlone() throws Exception {
        byte[] bytes = killed(4);
        for (int at = end(0); at < end(3); at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            try (Journal journal = open(damaged)) {
                int record = (at - Segment.HEADER_BYTES) / RECORD_BYTES;
                boolean isPadding = (at - Segment.HEADER_BYTES) % RECORD_BYTES >= RECORD_BYTES - PADDING;
                assertThat(journal.isDamaged()).as("byte " + at).isEqualTo(!isPadding);
                if (!isPadding) {
                    assertThat(tester.found).hasSize(3).doesNotContainKey(record + 1L);
                    assertThat(tester.found).containsEntry(4L, "r3");
                    journal.trim();
                    assertThat(tester.names()).containsExactly("0000000000000000001.journal.damaged");
                    assertThat(journal.damaged()).isEqualTo(tester.names());
                    assertThat(append(journal, "next").get(0).number()).isEqualTo(5);
                }
            }
        }
    }

    @Test
    void afterACleanStopTheLastRecordIsNoTornOne() throws Exception {
        try (Journal journal = tester.open()) {
            append(journal, "r0", "r1");
        }
        byte[] bytes = Files.readAllBytes(tester.file(1));
        assertThat(bytes).hasSize(end(2) + Segment.HEAD_BYTES);
        for (int at = end(1); at < end(1) + Segment.HEAD_BYTES + 2; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            try (Journal journal = open(damaged)) {
                assertThat(journal.isDamaged()).as("byte " + at).isTrue();
                assertThat(tester.found).containsOnlyKeys(1L);
                assertThat(append(journal, "next").get(0).number()).isEqualTo(3);
            }
        }
    }

    @Test
    void damageInAnEarlierFileIsNamedWhereverItIs() throws Exception {
        try (Journal journal = tester.open()) {
            append(journal, "a".repeat(3000), "b");
            append(journal, "c".repeat(3000));
        }
        byte[] bytes = Files.readAllBytes(tester.file(1));
        for (int at : new int[] {Segment.HEADER_BYTES, Segment.HEADER_BYTES + 2000, bytes.length - 8}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Files.write(tester.file(1), damaged);
            try (Journal journal = tester.open()) {
                assertThat(journal.isDamaged()).as("byte " + at).isTrue();
                assertThat(tester.found).hasSize(2).containsEntry(3L, "c".repeat(3000));
            }
        }
        for (int length : new int[] {Segment.HEADER_BYTES, 1000, bytes.length - 1}) {
            Files.write(tester.file(1), Arrays.copyOf(bytes, length));
            try (Journal journal = tester.open()) {
                assertThat(journal.isDamaged()).as("cut at " + length).isTrue();
                assertThat(tester.found).containsEntry(3L, "c".repeat(3000));
            }
        }
    }

    @Test
    void aFileWithoutAReadableHeadIsPutAside() throws Exception {
        byte[] bytes = killed(1);
        for (int at = 0; at < Segment.HEADER_BYTES; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            try (Journal journal = open(damaged)) {
                assertThat(tester.found).as("byte " + at).isEmpty();
                assertThat(journal.damaged()).containsExactly("0000000000000000001.journal.damaged");
                append(journal, "next");
                assertThat(tester.names()).contains("0000000000000000002.journal");
            }
        }
        for (int length = 0; length < Segment.HEADER_BYTES; length++) {
            try (Journal journal = open(Arrays.copyOf(bytes, length))) {
                assertThat(journal.damaged()).as("cut at " + length).hasSize(1);
            }
        }
    }

    @Test
    void aRecordThatIsDamagedWhileTheProcessRunsIsFound() throws Exception {
        try (Journal journal = tester.open()) {
            Place place = append(journal, "a").get(0);
            byte[] bytes = Files.readAllBytes(tester.file(1));
            bytes[place.position() + Segment.HEAD_BYTES]++;
            Files.write(tester.file(1), bytes);
            assertThatThrownBy(() -> place.segment().read(place))
                    .isInstanceOf(DamagedException.class)
                    .hasMessageContaining("Record 1 in ");
        }
    }
}
