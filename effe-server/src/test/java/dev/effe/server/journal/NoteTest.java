package dev.effe.server.journal;

import static dev.effe.server.journal.JournalTester.append;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that a start need not read, and what is kept of them beside. */
class NoteTest {

    private static final String LARGE = "x".repeat(3000);

    @TempDir
    Path folder;

    private JournalTester tester;

    @BeforeEach
    void makeTester() {
        tester = new JournalTester(folder);
    }

    /** Leaves three files of a record each. */
    private void threeFiles() throws IOException {
        try (Journal journal = tester.open()) {
            append(journal, LARGE + 1);
            append(journal, LARGE + 2);
            append(journal, LARGE + 3);
        }
    }

    /** Remembers the numbers of what it is told, and knows all files that have a note. */
    private static final class Knowing implements Journal.Visitor {

        final List<Long> found = new ArrayList<>();
        final List<String> known = new ArrayList<>();

        @Override
        public void found(Place place, ByteBuffer start) {
            found.add(place.number());
        }

        @Override
        public boolean knows(Segment ended) throws IOException {
            Note.read(ended, 0).ifPresent(note -> known.add(UTF_8.decode(note).toString()));
            return !known.isEmpty();
        }
    }

    private Journal open(Knowing visitor) throws IOException {
        return Journal.open(folder, JournalTester.SEGMENT_BYTES, tester.files, visitor);
    }

    /** Writes notes of the first file. */
    private void note(String... blocks) throws IOException {
        tester.open().close();
        Segment first = tester.places.get(0).segment();
        Note.write(
                first,
                Arrays.stream(blocks)
                        .map(block -> ByteBuffer.wrap(block.getBytes(UTF_8)))
                        .toArray(ByteBuffer[]::new));
    }

    @Test
    void onlyFilesWithoutANoteAreReadAndTheLastOneAlways() throws Exception {
        threeFiles();
        Knowing nothing = new Knowing();
        open(nothing).close();
        assertThat(nothing.found).containsExactly(1L, 2L, 3L);

        note("first", "second");
        Knowing knowing = new Knowing();
        try (Journal journal = open(knowing)) {
            assertThat(knowing.known).containsExactly("first");
            assertThat(knowing.found).containsExactly(3L); // It says that it knows the second, too.
            assertThat(journal.bytes()).isEqualTo(3L * (Segment.HEADER_BYTES + Place.bytes(LARGE.length() + 1)));
            assertThat(append(journal, "next").get(0).number()).isEqualTo(4);
        }
        tester.open().close();
        assertThat(tester.found.keySet()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aFileThatIsCutIsReadWhateverIsKnown() throws Exception {
        threeFiles();
        note("first");
        byte[] bytes = Files.readAllBytes(tester.file(1));
        Files.write(tester.file(1), Arrays.copyOf(bytes, bytes.length - 1));
        Knowing knowing = new Knowing();
        try (Journal journal = open(knowing)) {
            assertThat(knowing.known).isEmpty();
            assertThat(journal.isDamaged()).isTrue();
        }
    }

    @Test
    void aNoteThatIsNotWholeCountsAsNone() throws Exception {
        threeFiles();
        note("first", "second");
        Segment first = tester.places.get(0).segment();
        Path file = Note.of(tester.file(1));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(Note.read(first, 1).map(UTF_8::decode).map(Object::toString)).hasValue("second");
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            boolean isInFirst = at >= bytes.length - "firstsecond".length() && at < bytes.length - "second".length();
            assertThat(Note.read(first, 1).isPresent()).as("byte " + at).isEqualTo(isInFirst);
            Files.write(file, Arrays.copyOf(bytes, at));
            assertThat(Note.read(first, 1)).as("cut at " + at).isEmpty();
        }
        Files.write(Note.of(tester.file(2)), bytes);
        assertThat(Note.read(tester.places.get(1).segment(), 0)).isEmpty();
    }

    @Test
    void notesAreTheirOwnersOnlyAndGoWithTheirFiles() throws Exception {
        threeFiles();
        note("first");
        Files.copy(Note.of(tester.file(1)), Note.of(tester.file(7)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Note.of(tester.file(1)))))
                .isEqualTo("rw-------");
        try (Journal journal = tester.open()) {
            assertThat(Note.of(tester.file(7))).doesNotExist();
            journal.trim();
            assertThat(tester.names()).isEmpty();
        }
    }

    @Test
    void aFullDiskLeavesNoHalfOfANote() throws Exception {
        threeFiles();
        tester.files.room = 10;
        note("first");
        assertThat(tester.names()).hasSize(3);
    }
}
