package dev.effe.host.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.host.TestZips;
import dev.effe.host.model.Account;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Limits;
import dev.effe.host.model.VersionConfig;
import dev.effe.host.store.Functions.Changed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that comes in, and the time that it stays. */
class UploadTest {

    private static final String NO_ZIP =
            "Could not unzip uploaded file. Please check your file, then try to upload again.";

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-30T20:00:00Z");
    private DataFolder data;

    @BeforeEach
    void open() throws Exception {
        data = DataFolder.open(folder.resolve("data"), new Account("us-east-1", "000000000000"), () -> now);
    }

    @AfterEach
    void close() throws Exception {
        data.close();
    }

    private CodeRef keep(byte[] zip) throws Exception {
        try (Upload upload = data.codes().upload()) {
            write(upload, zip);
            return upload.keep();
        }
    }

    private static void write(Upload upload, byte[] zip) throws IOException {
        try (OutputStream out = upload.open()) {
            out.write(zip);
        }
    }

    private void set(String name, CodeRef code) throws StoreException {
        VersionConfig config =
                new VersionConfig(code, "java21", "a.B", "", 128, 3, new TreeMap<>(), Map.of("Role", "r"));
        data.functions()
                .<String, RuntimeException>change(
                        name,
                        state -> new Changed<>(FunctionState.of(name, FunctionVersion.latest(config, "r", now)), ""));
    }

    private List<String> files(String inside) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("data").resolve(inside))) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private void refuses(byte[] zip, String message) throws Exception {
        assertThatThrownBy(() -> keep(zip)).isInstanceOf(BadZipException.class).hasMessage(message);
        assertThat(files("code")).isEmpty();
        assertThat(files("uploads")).isEmpty();
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsOnly(folder.resolve("data"));
        }
    }

    @Test
    void keepsTheBytesAsTheyCame() throws Exception {
        byte[] zip = TestZips.of("a/B.class", "x", "META-INF/LICENSE", "l", "META-INF/license/one", "o");

        CodeRef code = keep(zip);
        set("echo", code);

        assertThat(code.size()).isEqualTo(zip.length);
        assertThat(Files.readAllBytes(data.codes().zip(code))).isEqualTo(zip);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.codes().zip(code))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");
        assertThat(data.codes().files(code))
                .extracting(CodeStore.PackedFile::path)
                .containsExactly("META-INF/LICENSE", "META-INF/license/one", "a/B.class");
        assertThat(keep(zip)).isEqualTo(code);
        assertThat(files("code")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/../../x", "a/..", "..\\x", "a\\..\\x", "/etc/passwd", "\\x", "C:/x", "c:x", "//x/y"})
    void refusesNamesThatLeadOut(String name) throws Exception {
        assertThatThrownBy(() -> keep(TestZips.of(name, "x")))
                .isInstanceOf(BadZipException.class)
                .hasMessageStartingWith(NO_ZIP)
                .hasMessageEndingWith(name);
        assertThat(files("code")).isEmpty();
        assertThat(files("uploads")).isEmpty();
    }

    @Test
    void refusesWhatIsNoZip() throws Exception {
        refuses(new byte[0], NO_ZIP);
        refuses("hello".getBytes(), NO_ZIP);
        byte[] zip = TestZips.of("a", "some text that is long enough to be cut");
        refuses(java.util.Arrays.copyOf(zip, zip.length - 10), NO_ZIP);
        refuses(TestZips.of(Map.of()), "Uploaded file must be a non-empty zip");
        refuses(TestZips.of("folder/", ""), "Uploaded file must be a non-empty zip");
    }

    @Test
    void refusesContentThatIsNotWhatItSays() throws Exception {
        byte[] zip = TestZips.of("a", "some text that is there");
        zip[40] ^= 1; // In the deflated text.

        assertThatThrownBy(() -> keep(zip)).isInstanceOf(BadZipException.class).hasMessageStartingWith(NO_ZIP);
    }

    @Test
    void refusesLinksAndDevices() throws Exception {
        byte[] zip = TestZips.of("link", "/etc/passwd");
        String message = NO_ZIP + " It has something that is no file and no folder: link";

        refuses(TestZips.withMode(zip, 0120777), message);
        refuses(TestZips.withMode(zip, 0010644), message);
        refuses(TestZips.withMode(zip, 0060644), message);
        keep(TestZips.withMode(zip, 0100755));
    }

    @Test
    void refusesTwoNamesOfOneFile() throws Exception {
        refuses(TestZips.of("a/b", "1", "a//b", "2"), NO_ZIP + " It has two names for one file: a/b and a//b");
        refuses(TestZips.of("a/b", "1", "./a/b", "2"), NO_ZIP + " It has two names for one file: a/b and ./a/b");
        refuses(TestZips.of("a\\b", "1", "a/b", "2"), NO_ZIP + " It has two names for one file: a\\b and a/b");
        refuses(
                TestZips.of("\u00e9", "1", "e\u0301", "2"),
                NO_ZIP + " It has two names for one file: \u00e9 and e\u0301");
        refuses(TestZips.of("a", "1", "a/b", "2"), NO_ZIP + " It has a file and a folder of one name: a/b");
        refuses(TestZips.of("a/b", "1", "a", "2"), NO_ZIP + " It has a file and a folder of one name: a");
    }

    @Test
    void takesAsMuchAsAwsAndNoByteMore() throws Exception {
        CodeRef most = keep(TestZips.zeros(Limits.UNZIPPED_BYTES));
        assertThat(most.size()).isLessThan(Limits.ZIPPED_BYTES);

        assertThatThrownBy(() -> keep(TestZips.zeros(Limits.UNZIPPED_BYTES + 1L)))
                .isInstanceOf(BadZipException.class)
                .hasMessage("Unzipped size must be smaller than 262144000 bytes");
    }

    @Test
    void countsZippedBytes() throws Exception {
        try (Upload upload = data.codes().upload()) {
            try (OutputStream out = upload.open()) {
                byte[] block = new byte[1 << 20];
                for (int i = 0; i < 50; i++) {
                    out.write(block);
                }
                out.write(0);
            }
            assertThatThrownBy(upload::keep)
                    .isInstanceOf(BadZipException.class)
                    .hasMessage("Zipped size must be smaller than 52428800 bytes");
        }
        assertThat(files("uploads")).isEmpty();
    }

    @Test
    void takes65535EntriesAndNoMore() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < Limits.ZIP_ENTRIES; i++) {
            files.put("f" + i, new byte[0]);
        }
        keep(TestZips.of(files));
        files.put("one", new byte[0]);

        assertThatThrownBy(() -> keep(TestZips.of(files)))
                .isInstanceOf(BadZipException.class)
                .hasMessage(NO_ZIP + " It has 65536 entries, more than 65535.");
    }

    @Test
    void leavesCodeForTenMinutesAfterItsLastFunction() throws Exception {
        CodeRef first = keep(TestZips.of("a", "1"));
        set("echo", first);
        CodeRef second = keep(TestZips.of("a", "2"));
        set("echo", second);
        now = now.plus(Duration.ofMinutes(10).minusMillis(1));
        set("other", second);
        assertThat(data.codes().zip(first)).exists();

        now = now.plusMillis(1);
        set("other", keep(TestZips.of("a", "3")));

        assertThat(data.codes().zip(first)).doesNotExist();
        assertThat(data.codes().zip(second)).exists();
    }

    @Test
    void codeThatIsTakenAgainStays() throws Exception {
        byte[] zip = TestZips.of("a", "1");
        CodeRef code = keep(zip);
        now = now.plus(Duration.ofMinutes(20));
        try (Upload upload = data.codes().upload()) {
            write(upload, zip);
            upload.keep();
            set("other", keep(TestZips.of("a", "2")));
            assertThat(data.codes().zip(code)).exists();
            set("echo", code);
        }
        now = now.plus(Duration.ofMinutes(20));
        set("other", keep(TestZips.of("a", "3")));

        assertThat(data.codes().zip(code)).exists();
    }

    @Test
    void theNextStartRemovesWhatNobodyHas() throws Exception {
        set("echo", keep(TestZips.of("a", "1")));
        keep(TestZips.of("a", "2"));
        Files.write(folder.resolve("data/uploads/half"), new byte[10]);
        Files.createDirectories(folder.resolve("data/functions/half/versions"));
        Files.write(folder.resolve("data/functions/echo/versions/9.json"), new byte[10]);
        data.close();

        open();

        assertThat(files("code")).hasSize(1);
        assertThat(files("uploads")).isEmpty();
        assertThat(files("functions")).containsExactly("echo");
        assertThat(files("functions/echo/versions")).isEmpty();
    }

    @Test
    void twoHostsCannotHaveOneFolder() {
        assertThatThrownBy(() ->
                        DataFolder.open(folder.resolve("data"), new Account("us-east-1", "000000000000"), () -> now))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Another process has the data folder");
    }

    @Test
    void saysWhichFileIsDamaged() throws Exception {
        set("echo", keep(TestZips.of("a", "1")));
        data.close();
        Path file = folder.resolve("data/functions/echo/function.json");
        byte[] whole = Files.readAllBytes(file);
        Files.writeString(file, "{\"name\":\"echo\"}");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(
                        file + " is damaged: put it back from a backup, or move the function's folder away");

        Files.write(file, whole);
        open();
        assertThat(data.functions().get("echo")).isNotNull();
    }
}
