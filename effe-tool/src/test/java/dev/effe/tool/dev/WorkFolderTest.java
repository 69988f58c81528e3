package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

    @TempDir
    Path temporary;

    private Path left() throws IOException {
        Path left = Files.createDirectories(temporary.resolve("effe-dev-" + UUID.randomUUID()));
        Files.writeString(Files.createDirectories(left.resolve("api/dev")).resolve("A.class"), "x");
        Files.createFile(temporary.resolve(left.getFileName() + ".lock"));
        return left;
    }

    @Test
    void removesThoseOfProcessesThatWereKilled() throws IOException {
        Path left = left();
        try (WorkFolder work = new WorkFolder(temporary)) {
            work.create();
            assertThat(temporary)
                    .isDirectoryNotContaining(path -> path.startsWith(left))
                    .isDirectoryContaining(path -> path.equals(work.path()));
            Files.writeString(work.path().resolve("file"), "x");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void leavesThoseThatAreInUseOrAreNoneOfThem() throws IOException {
        Path locked = left();
        Path named = Files.createDirectories(temporary.resolve("effe-dev-notes"));
        Files.createFile(temporary.resolve("effe-dev-notes.lock"));
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("file"), "x");
        Path linked = temporary.resolve("effe-dev-" + UUID.randomUUID());
        Files.createSymbolicLink(linked, outside);
        Files.createFile(temporary.resolve(linked.getFileName() + ".lock"));
        Path withoutLock = Files.createDirectories(temporary.resolve("effe-dev-" + UUID.randomUUID()));
        Path itsLock = temporary.resolve(locked.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(itsLock, StandardOpenOption.WRITE);
                WorkFolder other = new WorkFolder(temporary);
                WorkFolder work = new WorkFolder(temporary)) {
            channel.lock();
            other.create();
            work.create();
            assertThat(other.path()).isDirectory();
            assertThat(locked.resolve("api/dev/A.class")).exists();
            assertThat(named).exists();
            assertThat(outside.resolve("file")).exists();
            assertThat(withoutLock).exists();
        }
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        try (WorkFolder work = new WorkFolder(temporary)) {
            work.create();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void canBeClosedBeforeItIsThere() throws IOException {
        new WorkFolder(temporary).close();
        assertThat(temporary).isEmptyDirectory();
    }
}
