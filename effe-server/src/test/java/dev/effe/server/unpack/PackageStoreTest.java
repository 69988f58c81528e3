package dev.effe.server.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where packages are unpacked, and when anew. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no modes")
final class PackageStoreTest {

    @TempDir
    Path folder;

    private Path zip;

    @BeforeEach
    void pack() throws IOException {
        zip = new TestZip().add("lib/a.jar", "jar").add("data/b.txt", "text").write(folder.resolve("my.zip"));
    }

    private CacheFolder cache() {
        return new CacheFolder(
                Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()), "?", folder.toString(), "me");
    }

    private PackageStore store() {
        return new PackageStore(cache());
    }

    private Path packages() {
        return folder.resolve("cache/effe/packages");
    }

    private List<Path> places() throws IOException {
        try (Stream<Path> all = Files.list(packages())) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    @Test
    void keepsWhatItUnpackedForTheNextStart() throws Exception {
        Path first;
        try (UnpackedPackage unpacked = store().unpack(zip)) {
            first = unpacked.folder();
            assertThat(first.resolve("data/b.txt")).hasContent("text");
        }
        FileTime before = Files.getLastModifiedTime(first.resolve("data/b.txt"));

        try (UnpackedPackage again = store().unpack(Files.copy(zip, folder.resolve("copy.zip")))) {
            assertThat(again.folder()).isEqualTo(first);
            assertThat(Files.getLastModifiedTime(first.resolve("data/b.txt"))).isEqualTo(before);
        }
    }

    @Test
    void isForNobodyElse() throws Exception {
        store().unpack(zip).close();

        for (Path path : List.of(folder.resolve("cache/effe"), packages(), places().get(0))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void unpacksAnewWhatIsNotAsItWas() throws Exception {
        Path files;
        try (UnpackedPackage unpacked = store().unpack(zip)) {
            files = unpacked.folder();
        }
        Path text = files.resolve("data/b.txt");
        List<Change> changes = List.of(
                () -> Files.delete(text),
                () -> Files.writeString(text, "TEXT"),
                () -> Files.writeString(files.resolve("more.txt"), "more"),
                () -> Files.createDirectory(files.resolve("more")),
                () -> Files.delete(files.resolveSibling("digest")),
                () -> Files.writeString(files.resolveSibling("digest"), "x"),
                () -> Files.move(files, files.resolveSibling("gone")));
        for (Change change : changes) {
            change.make();
            try (UnpackedPackage again = store().unpack(zip)) {
                assertThat(again.folder()).isEqualTo(files);
                assertThat(text).hasContent("text");
                try (Stream<Path> all = Files.walk(files)) {
                    assertThat(all).hasSize(5);
                }
            }
        }
    }

    /** Something that happens to the files. */
    private interface Change {
        void make() throws IOException;
    }

    @Test
    void givesEachUserFilesOfItsOwn() throws Exception {
        UnpackedPackage one = store().unpack(zip);
        UnpackedPackage two = store().unpack(zip);
        assertThat(one.folder()).isNotEqualTo(two.folder());
        assertThat(two.folder().resolve("data/b.txt")).hasContent("text");

        one.close();
        UnpackedPackage three = store().unpack(zip);
        one.close();
        UnpackedPackage four = store().unpack(zip);

        assertThat(three.folder()).isEqualTo(one.folder());
        assertThat(four.folder()).isNotIn(two.folder(), three.folder());
        List.of(two, three, four).forEach(UnpackedPackage::close);
    }

    @Test
    void keepsOtherProcessesOutOfFilesInUse() throws Exception {
        Path lock;
        try (UnpackedPackage used = store().unpack(zip)) {
            lock = used.folder().resolveSibling("lock");
            assertThat(anotherProcessLocks(lock)).isEqualTo(OtherProcess.NOT_LOCKED);
        }
        assertThat(anotherProcessLocks(lock)).isEqualTo(OtherProcess.LOCKED);
    }

    private static int anotherProcessLocks(Path file) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path classes = Path.of(OtherProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return new ProcessBuilder(
                        java.toString(), "-cp", classes.toString(), OtherProcess.class.getName(), file.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** File locks keep processes apart, not a process from itself. Needs the JDK only. */
    static final class OtherProcess {

        static final int LOCKED = 2;
        static final int NOT_LOCKED = 3;

        private OtherProcess() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                System.exit(file.tryLock() == null ? NOT_LOCKED : LOCKED);
            }
        }
    }

    @Test
    void deletesWhatAKilledProcessLeft() throws Exception {
        Path killed = packages().resolve("0".repeat(64) + "-7");
        Files.createDirectories(killed.resolve("task/lib"));
        Files.writeString(killed.resolve("task/lib/half.jar"), "half");
        Path other = Files.createDirectories(packages().resolve("mine"));

        store().unpack(zip).close();

        assertThat(killed).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void keepsTheLatestOfWhatNobodyUses() throws Exception {
        try (UnpackedPackage used = store().unpack(zip)) {
            age(used.folder(), 10);
            Path old = idle("old", 3);
            Path late = idle("late", 1);

            pretendLarge(late);
            pretendLarge(old);
            store().unpack(new TestZip().add("x", "x").write(folder.resolve("x.zip")))
                    .close();

            assertThat(old).doesNotExist();
            assertThat(late).exists();
            assertThat(used.folder()).exists();
        }
    }

    private Path idle(String content, int days) throws IOException {
        Path made = new TestZip().add("x", content).write(folder.resolve(content + ".zip"));
        try (UnpackedPackage unpacked = store().unpack(made)) {
            age(unpacked.folder(), days);
            return unpacked.folder();
        }
    }

    private static void age(Path files, int days) throws IOException {
        Files.setLastModifiedTime(
                files.resolveSibling("lock"), FileTime.from(Instant.now().minusSeconds(days * 86_400L)));
    }

    private static void pretendLarge(Path files) throws IOException {
        Path digest = files.resolveSibling("digest");
        Files.writeString(digest, Files.readString(digest).split(" ")[0] + " " + (700L << 20));
    }

    @Test
    void leavesNothingWholeOfWhatItRefused() throws Exception {
        Path evil = new TestZip().add("a", "x").add("../x", "x").write(folder.resolve("evil.zip"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> store().unpack(evil)).hasMessageContaining("it has a file outside of it");
        }
        store().unpack(zip).close();

        assertThat(places()).hasSize(1);
    }

    @Test
    void takesTheHomeThenTheTemporaryFolder() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(new CacheFolder(Map.of("XDG_CACHE_HOME", "relative"), home.toString(), "/none", "me").make())
                .isEqualTo(home.resolve(".cache/effe"));
        assertThat(new CacheFolder(Map.of("HOME", home.toString()), "/none", "/none", "me").make())
                .isEqualTo(home.resolve(".cache/effe"));
        assertThat(new CacheFolder(Map.of("HOME", file.toString()), home.toString(), "/none", "me").make())
                .isEqualTo(home.resolve(".cache/effe"));
        assertThat(new CacheFolder(Map.of(), file.toString(), folder.toString(), "me").make())
                .isEqualTo(folder.resolve("effe-me"));
        assertThatThrownBy(() -> new CacheFolder(Map.of(), "?", file.toString(), "me").make())
                .isInstanceOf(NoPlaceException.class)
                .hasMessageContaining("name one that this user can write to with XDG_CACHE_HOME");
    }

    @Test
    void takesNoLinkForItsOwnFolder() throws Exception {
        Path victim = Files.createDirectory(folder.resolve("victim"));
        Files.createSymbolicLink(folder.resolve("effe-me"), victim);

        assertThatThrownBy(() -> new CacheFolder(Map.of(), "?", folder.toString(), "me").make())
                .isInstanceOf(NoPlaceException.class);
        assertThat(victim).isEmptyDirectory();
    }
}
