package dev.effe.tool.dev.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("A.java"), "class A {}");
    }

    private Snapshot scan() {
        return Snapshot.of(List.of(Root.of(folder)));
    }

    @Test
    void twoScansOfTheSameFilesAreEqual() {
        assertThat(scan()).isEqualTo(scan());
        assertThat(scan().differences(scan())).isEmpty();
    }

    @Test
    void seesAnotherSizeAtTheSameTime() throws IOException {
        Snapshot before = scan();
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "class A { }");
        Files.setLastModifiedTime(file, time);
        assertThat(scan().differences(before)).containsExactly(file);
    }

    @Test
    void seesAnotherTimeAtTheSameSize() throws IOException {
        Snapshot before = scan();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(scan().differences(before)).containsExactly(file);
    }

    @Test
    void seesFilesThatComeGoAndAreRenamed() throws IOException {
        Snapshot before = scan();
        Path deep = Files.createDirectories(folder.resolve("b/c"));
        Path added = Files.writeString(deep.resolve("B.java"), "");
        Path renamed = Files.move(file, folder.resolve("Z.java"));
        Snapshot after = scan();
        assertThat(after.differences(before)).containsExactlyInAnyOrder(added, file, renamed);
        assertThat(before.differences(after)).containsExactlyInAnyOrder(added, file, renamed);
    }

    @Test
    void anEmptyFolderAndOneThatIsNotThereAreNothing() throws IOException {
        Snapshot before = scan();
        Files.createDirectory(folder.resolve("empty"));
        assertThat(scan()).isEqualTo(before);
        assertThat(Snapshot.of(List.of(Root.of(folder.resolve("missing")))).differences(Snapshot.EMPTY))
                .isEmpty();
    }

    @Test
    void leavesOutHiddenAndSkippedFolders() throws IOException {
        Root root = new Root(folder, false, Set.of(folder.resolve("target")));
        Snapshot before = Snapshot.of(List.of(root));
        Files.writeString(Files.createDirectory(folder.resolve(".git")).resolve("index"), "");
        Files.writeString(Files.createDirectory(folder.resolve("target")).resolve("x"), "");
        assertThat(Snapshot.of(List.of(root))).isEqualTo(before);
    }

    @Test
    void followsALinkToItsFile() throws IOException {
        Path elsewhere = Files.writeString(Files.createTempFile("effe", ".java"), "1");
        try {
            Files.createSymbolicLink(folder.resolve("L.java"), elsewhere);
            Snapshot before = scan();
            Files.writeString(elsewhere, "22");
            assertThat(scan().differences(before)).containsExactly(folder.resolve("L.java"));
        } finally {
            Files.delete(elsewhere);
        }
    }

    @Test
    void aRootThatIsAFileIsThatFile() throws IOException {
        List<Root> roots = List.of(Root.of(file));
        Snapshot before = Snapshot.of(roots);
        Files.writeString(folder.resolve("B.java"), "");
        assertThat(Snapshot.of(roots)).isEqualTo(before);
        assertThat(before.below(List.of(file))).containsOnlyKeys(file);
        Files.delete(file);
        assertThat(Snapshot.of(roots).differences(before)).containsExactly(file);
    }

    /** Half of the classes that a compiler writes are no reason to load any. */
    @Test
    void waitsUntilNobodyWritesAnyMore() throws Exception {
        Watch watch = new Watch();
        watch.watch(List.of(Root.compiled(folder)));
        Snapshot before = watch.scan();
        Files.writeString(folder.resolve("0.class"), "0");
        Thread compiler = new Thread(() -> {
            long next = System.nanoTime();
            for (int i = 1; i <= 20; i++) {
                next += 20_000_000;
                while (System.nanoTime() < next) {
                    Thread.onSpinWait();
                }
                try {
                    Files.writeString(folder.resolve(i + ".class"), "x".repeat(i));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        compiler.start();
        Snapshot settled = watch.settled(before, watch.scan());
        compiler.join();
        // On a machine that stalls the compiler for long, its last files come with another look.
        assertThat(settled.differences(before).size()).isGreaterThan(1);
        assertThat(watch.settled(settled, watch.scan()).differences(before)).hasSize(21);
    }
}
