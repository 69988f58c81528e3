package dev.effe.server.journal;

import static dev.effe.server.journal.JournalTester.append;
import static dev.effe.server.journal.JournalTester.contents;
import static dev.effe.server.journal.JournalTester.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appending, finding again, dropping. */
class JournalTest {

    @TempDir
    Path folder;

    private JournalTester tester;

    @BeforeEach
    void makeTester() {
        tester = new JournalTester(folder);
    }

    @Test
    void givesBackWhatItKeepsInOrderWithDenseNumbers() throws Exception {
        try (Journal journal = tester.open()) {
            assertThat(journal.isEmpty()).isTrue();
            assertThat(tester.names()).isEmpty();
            List<Place> places = append(journal, "a", "b", "ü".repeat(2500), "d".repeat(9));
            assertThat(places).extracting(Place::number).containsExactly(1L, 2L, 3L, 4L);
            assertThat(text(places.get(3).segment().read(places.get(3)))).isEqualTo("ddddddddd");
            append(journal, "e");
        }
        try (Journal journal = tester.open()) {
            assertThat(tester.found.values()).containsExactly("a", "b", "ü".repeat(2500), "ddddddddd", "e");
            assertThat(tester.found.keySet()).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(append(journal, "f")).extracting(Place::number).containsExactly(6L);
        }
        try (Journal journal = tester.open()) {
            assertThat(tester.found.lastEntry().getValue()).isEqualTo("f");
            assertThat(journal.damaged()).isEmpty();
        }
    }

    @Test
    void beginsAFileWhenTheLastOneIsFullAndKeepsOneAppendTogether() throws Exception {
        int most = JournalTester.SEGMENT_BYTES - Segment.HEADER_BYTES - 2 * Segment.HEAD_BYTES;
        try (Journal journal = tester.open()) {
            append(journal, "x".repeat(most - 8), "y".repeat(8)); // Full to its last byte.
            assertThat(tester.names()).hasSize(1);
            append(journal, "z");
            assertThat(tester.names()).hasSize(2);
            List<Place> large = append(journal, "a".repeat(5000), "b".repeat(5000));
            assertThat(large.get(0).segment()).isSameAs(large.get(1).segment());
            assertThat(tester.names()).hasSize(3);
            append(journal, "c");
            assertThat(tester.names()).hasSize(4);
        }
        tester.open().close();
        assertThat(tester.found).hasSize(6);
    }

    @Test
    void dropsTheFirstFilesInWhichNothingIsNeeded() throws Exception {
        String large = "x".repeat(3000);
        try (Journal journal = tester.open()) {
            List<Place> needed = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                needed.addAll(append(journal, large));
                needed.get(i).segment().need(1);
            }
            long bytes = journal.bytes();
            needed.get(1).segment().need(-1);
            journal.trim();
            assertThat(tester.names()).hasSize(4);
            needed.get(0).segment().need(-1);
            journal.trim();
            assertThat(tester.names()).hasSize(2);
            assertThat(journal.bytes()).isEqualTo(bytes / 2);
            needed.get(2).segment().need(-1);
            needed.get(3).segment().need(-1);
            journal.trim();
            assertThat(tester.names()).hasSize(1); // It is the one that is appended to.
            assertThat(journal.oldest()).isNull();
            journal.clear();
            assertThat(tester.names()).isEmpty();
            assertThat(journal.bytes()).isZero();
            assertThat(append(journal, "y").get(0).number()).isEqualTo(5);
        }
        try (Journal journal = tester.open()) {
            assertThat(tester.found).hasSize(1).containsEntry(5L, "y");
            assertThat(journal.oldest()).isNotNull(); // None is appended to yet.
        }
    }

    @Test
    void whatIsWrittenToADeletedFileDoesNotCount() throws Exception {
        try (Journal journal = tester.open()) {
            Files.delete(append(journal, "a").get(0).segment().path);
            assertThatThrownBy(() -> append(journal, "b"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has deleted it");
            append(journal, "c");
        }
        tester.open().close();
        assertThat(tester.found.values()).containsExactly("c");
    }

    @Test
    void isForItsOwnerOnlyAlsoWhatWasLooser() throws Exception {
        Path inner = folder.resolve("data/events");
        JournalTester inside = new JournalTester(inner);
        try (Journal journal = inside.open()) {
            append(journal, "a");
            assertThat(rights(folder.resolve("data"))).isEqualTo("rwx------");
            assertThat(rights(inner)).isEqualTo("rwx------");
            assertThat(rights(inner.resolve("lock"))).isEqualTo("rw-------");
            assertThat(rights(inside.file(1))).isEqualTo("rw-------");
        }
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(inner.resolve("lock"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(inside.file(1), PosixFilePermissions.fromString("rw-r--r--"));
        inside.open().close();
        assertThat(rights(inner)).isEqualTo("rwx------");
        assertThat(rights(inner.resolve("lock"))).isEqualTo("rw-------");
        assertThat(rights(inside.file(1))).isEqualTo("rw-------");
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void belongsToOneAtATime() throws Exception {
        try (Journal journal = tester.open()) {
            append(journal, "a");
            assertThatThrownBy(() -> new JournalTester(folder).open())
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("another effe uses");
            // Nor has the attempt given the folder to another process.
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockProbe.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("another effe uses");
        }
        tester.open().close();
    }

    /** Tries to open a journal. */
    static final class LockProbe {

        private LockProbe() {}

        public static void main(String[] folder) throws IOException {
            try {
                Journal.open(Path.of(folder[0]), 4096, (place, start) -> {}).close();
                System.out.println("It was free");
            } catch (LockedException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void anInterruptedThreadClosesNothing() throws Exception {
        try (Journal journal = tester.open()) {
            Thread.currentThread().interrupt();
            List<Place> places = append(journal, "a");
            Thread.currentThread().interrupt();
            append(journal, "b");
            Thread.currentThread().interrupt();
            assertThat(text(places.get(0).segment().read(places.get(0)))).isEqualTo("a");
            Thread.interrupted();
        }
        tester.open().close();
        assertThat(tester.found.values()).containsExactly("a", "b");
    }

    @Test
    void forgetsAFileThatWasNotFinishedAndLeavesOthersAlone() throws Exception {
        Files.writeString(folder.resolve("0000000000000000007.journal.tmp"), "half of a he");
        Files.writeString(folder.resolve("notes.journal"), "an operator's");
        tester.open().close();
        assertThat(tester.names()).containsExactly("notes.journal");
    }

    @Test
    void leavesWhatItCannotReadNowWhereItIs() throws Exception {
        Path unreadable = Files.createDirectory(tester.file(5));
        assertThatThrownBy(tester::open).isInstanceOf(IOException.class);
        assertThat(unreadable).exists();
        Files.delete(unreadable);
        tester.open().close();
    }

    @Test
    void nothingOfAnAppendThatFailsCountsAndTheFileIsNotTrustedAgain() throws Exception {
        for (int room = 0; room < 150; room += 5) {
            Path own = Files.createDirectory(folder.resolve("room" + room));
            JournalTester one = new JournalTester(own);
            try (Journal journal = one.open()) {
                append(journal, "kept");
                one.files.room = room;
                assertThatThrownBy(() -> journal.append(contents("l".repeat(60), "o", "s", "t".repeat(60))))
                        .hasMessageContaining("No space left");
                assertThatThrownBy(() -> journal.append(contents("lost too"))).isInstanceOf(IOException.class);
                one.files.room = Long.MAX_VALUE;
                assertThat(append(journal, "next").get(0).number()).isEqualTo(2);
                assertThat(one.names()).hasSize(2);
            }
            one.open().close();
            assertThat(one.found.values()).as("room " + room).containsExactly("kept", "next");
        }
    }

    @Test
    void whatADiskDidNotForceIsGoneEvenWhereTheFileCannotBeCut() throws Exception {
        try (Journal journal = tester.open()) {
            append(journal, "kept");
            journal.append(contents("written and not forced"));
            tester.files.failsForce = true;
            tester.files.failsTruncate = true;
            journal.append(contents("lost"));
            assertThatThrownBy(journal::force).hasMessageContaining("Input/output error");
            assertThatThrownBy(() -> journal.append(contents("lost too"))).isInstanceOf(IOException.class);
            tester.files.failsForce = false;
            append(journal, "next");
        }
        Journal journal = tester.open();
        assertThat(tester.found.values()).containsExactly("kept", "next");
        assertThat(tester.found.keySet()).containsExactly(1L, 2L);
        assertThat(journal.isDamaged()).isFalse();
        journal.close();
    }

    @Test
    void hasNoEmptyRecords() {
        assertThatThrownBy(() -> new Content(new byte[0], new byte[0])).hasMessageContaining("one byte at least");
    }

    @Test
    void forcesOnlyWhatIsNew() throws Exception {
        try (Journal journal = tester.open()) {
            append(journal, "a");
            int forces = tester.files.forces.get();
            journal.force();
            assertThat(tester.files.forces.get()).isEqualTo(forces);
            journal.append(contents("b", "c", "d"));
            journal.force();
            assertThat(tester.files.forces.get()).isEqualTo(forces + 1);
        }
    }

    @Test
    void aCopyOfARecordIsNotTakenForOne() throws Exception {
        try (Journal journal = tester.open()) {
            append(journal, "a", "b");
        }
        byte[] bytes = Files.readAllBytes(tester.file(1));
        byte[] record = Arrays.copyOfRange(bytes, Segment.HEADER_BYTES, Segment.HEADER_BYTES + 24);
        byte[] twice = Arrays.copyOf(bytes, Segment.HEADER_BYTES + 3 * 24);
        System.arraycopy(record, 0, twice, Segment.HEADER_BYTES + 2 * 24, record.length);
        Files.write(tester.file(1), twice);
        tester.open().close();
        assertThat(tester.found.values()).containsExactly("a", "b");
    }
}
