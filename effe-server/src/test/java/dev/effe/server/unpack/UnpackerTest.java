package dev.effe.server.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The fate of a zip's entries. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has neither modes nor, for everybody, links")
final class UnpackerTest {

    private static final long MAX_BYTES = 1 << 20;

    @TempDir
    Path folder;

    private Path unpack(TestZip zip) throws IOException {
        return unpack(zip.write(folder.resolve("my.zip")));
    }

    private Path unpack(Path zip) throws IOException {
        Path target = Files.createDirectory(folder.resolve("out"));
        new Unpacker(target, MAX_BYTES).unpack(zip);
        return target;
    }

    private void assertRefused(TestZip zip, String message) throws IOException {
        Path file = zip.write(Files.createTempFile(folder, "evil", ".zip"));
        Path target = Files.createTempDirectory(folder, "out");
        assertThatThrownBy(() -> new Unpacker(target, MAX_BYTES).unpack(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void keepsModesAndLinks() throws Exception {
        Path out = unpack(new TestZip()
                .add("bin/", "", 040755)
                .add("bin/tool", "#!/bin/sh", 0100755)
                .add("bin/secret", "s", 0100600)
                .add("bin/all", "a", 0100666)
                .add("plain", "p", 0100644)
                .add("none", "n")
                .add("sticky", "s", 0107755)
                .add("closed/", "", 040555)
                .add("closed/file", "f", 0100444)
                .link("lib/libx.so", "libx.so.1")
                .add("lib/libx.so.1", "elf"));

        assertThat(mode(out.resolve("bin/tool"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(out.resolve("bin/secret"))).isEqualTo("rw-------");
        assertThat(mode(out.resolve("bin/all"))).isEqualTo("rw-rw-rw-");
        assertThat(mode(out.resolve("sticky"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(out.resolve("closed"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(out.resolve("closed/file"))).isEqualTo("r--r--r--");
        assertThat(mode(out.resolve("none"))).isEqualTo(mode(out.resolve("plain")));
        assertThat(out.resolve("lib/libx.so")).isSymbolicLink().hasContent("elf");
    }

    @Test
    void takesTheLastOfTwoWithOneName() throws Exception {
        assertThat(unpack(new TestZip().add("a.txt", "first").twin("a.txt", "second"))
                        .resolve("a.txt"))
                .hasContent("second");
    }

    @Test
    void readsAZipBehindAScript() throws Exception {
        Path zip = new TestZip().add("tool", "x", 0100755).write(folder.resolve("plain.zip"));
        Path script = folder.resolve("script.jar");
        Files.write(script, "#!/bin/sh\nexec java -jar \"$0\"\n".getBytes(StandardCharsets.US_ASCII));
        Files.write(script, Files.readAllBytes(zip), java.nio.file.StandardOpenOption.APPEND);

        assertThat(mode(unpack(script).resolve("tool"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void refusesWhatWouldBeOutside() throws Exception {
        assertRefused(new TestZip().add("../x", "x"), "it has a file outside of it: ../x");
        assertRefused(new TestZip().add("a/../../x", "x"), "it has a file outside of it: a/../../x");
        assertRefused(new TestZip().add("/tmp/x", "x"), "it has a file outside of it: /tmp/x");
        assertRefused(new TestZip().link("out", "../x"), "it has a link to outside of it: out -> ../x");
        assertRefused(new TestZip().link("out", "/etc"), "it has a link to outside of it: out -> /etc");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void writesThroughNoLink() throws Exception {
        Path victim = Files.createDirectory(folder.resolve("victim"));

        assertRefused(new TestZip().link("d", "sub").add("d/x", "x"), "it has a link that cannot be made: d");
        assertRefused(
                new TestZip().add("d/x", "x").link("d", "../" + victim.getFileName()),
                "it has a link to outside of it: d");
        // Each link by itself stays inside.
        assertRefused(
                new TestZip().add("p/q/x", "x").link("p/q/r", "../..").link("out", "p/q/r/../victim"),
                "it has a link to outside of it: out");
        assertThat(victim).isEmptyDirectory();
    }

    @Test
    void refusesTwoThingsThatAreOneFile() throws Exception {
        assertRefused(new TestZip().add("a", "x").add("a/b", "y"), "it has two things that are one file here: a/b");
        assertRefused(new TestZip().add("a/b", "y").add("a", "x"), "it has two things that are one file here: a");
        assertRefused(new TestZip().add("./a", "x").add("a", "y"), "it has two things that are one file here: a");
        assertRefused(new TestZip().add("pipe", "", 010644), "it has something that is no file, folder or link: pipe");
    }

    @Test
    void stopsAtItsLimitWhateverTheZipSays() throws Exception {
        assertRefused(new TestZip().add("bomb", new byte[(int) MAX_BYTES + 1], 0), "it holds more than 1 MiB");
        unpack(new TestZip().add("all", new byte[(int) MAX_BYTES], 0));
    }

    @Test
    void refusesWhatIsNoZip() throws Exception {
        Path file = folder.resolve("my.zip");
        for (String text : new String[] {"", "no zip", "PK\5\6", "x".repeat(100_000)}) {
            Files.writeString(file, text);
            Path target = Files.createTempDirectory(folder, "out");
            assertThatThrownBy(() -> new Unpacker(target, MAX_BYTES).unpack(file))
                    .isInstanceOf(ZipException.class);
        }
    }
}
