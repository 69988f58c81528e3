package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.acme.Acme;
import com.acme.HangingConstructor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the command to the first answer, or to the one line that says why there is none. */
class StartIT {

    @TempDir
    Path folder;

    @Test
    void servesTheBuiltInHelloWithAWarning() {
        try (EffeProcess effe = EffeProcess.in(folder).environment("PORT", "0").start()) {
            effe.ready();

            assertThat(effe.get("/").body()).isEqualTo("Hello from Effe: 1\n");
            assertThat(effe.output())
                    .contains("WARN  Main - No function is named")
                    .containsPattern("INFO  Main - Serving dev.effe.server.BuiltInHello on port \\d+ after \\d+ ms");
            assertThat(effe.errors()).isEmpty();
        }
    }

    @Test
    void servesAJarAFolderAndAnExecutableOfTheUsersOwn() throws IOException {
        FunctionJar acme = new FunctionJar().add(Acme.class);
        Path jar = acme.jar(folder.resolve("acme.jar"));
        Path classes = acme.folder(folder.resolve("classes"));
        Path named = new FunctionJar()
                .merge(EffeProcess.EFFE_JAR)
                .add(Acme.class)
                .manifest("Effe-Logic", "com.acme.Acme")
                .manifest("Implementation-Version", "7-mine")
                .jar(folder.resolve("named.jar"));
        Path found =
                new FunctionJar().merge(EffeProcess.EFFE_JAR).add(Acme.class).jar(folder.resolve("found.jar"));

        try (EffeProcess ofJar = start("--function", jar.toString());
                EffeProcess ofFolder = start("--function", classes.toString());
                EffeProcess ofNamed = EffeProcess.in(folder, named).start("--port", "0", "--set", "key=value");
                EffeProcess ofFound = EffeProcess.in(folder, found).start("--port", "0");
                EffeProcess version = EffeProcess.in(folder, named).start("--version")) {
            assertThat(ofJar.serving().get("/").body()).isEqualTo("Hello from Acme\n");
            assertThat(ofFolder.serving().get("/").body()).isEqualTo("Hello from Acme\n");
            assertThat(ofNamed.serving().get("/").body()).isEqualTo("Hello from Acme\n");
            assertThat(ofFound.serving().get("/").body()).isEqualTo("Hello from Acme\n");
            assertThat(ofJar.output())
                    .contains("Serving com.acme.Acme in acme.jar on port ")
                    .doesNotContain("WARN");
            assertThat(ofNamed.output()).contains("Acme - Config value").doesNotContain("WARN");
            assertThat(version.exitCode()).isZero();
            assertThat(version.output()).doesNotContain("7-mine");
        }
    }

    /** While it is being unpacked, or later, before it serves. */
    @Test
    void aProcessThatIsStoppedLeavesNoUnpackedFolder() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path large = folder.resolve("large.zip");
        byte[] random = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(large))) {
            zip.setLevel(0);
            for (int i = 0; i < 300; i++) {
                zip.putNextEntry(new ZipEntry("lib/" + i + "/library.jar"));
                zip.write(random);
            }
            zip.putNextEntry(new ZipEntry("lib/library.jar"));
        }
        String hanging = new FunctionJar()
                .add(HangingConstructor.class)
                .add("lib/library.jar", new byte[0])
                .jar(folder.resolve("hanging.jar"))
                .toString();
        for (String function : List.of(large.toString(), hanging)) {
            try (EffeProcess effe = EffeProcess.in(folder)
                    .jvm("-Djava.io.tmpdir=" + temporary)
                    .start("--port", "0", "--function", function)) {
                await().atMost(EffeProcess.PATIENCE).until(() -> isUnpacking(temporary) || !effe.isAlive());
                effe.term().exitCode();
                assertThat(temporary).as(effe::toString).isDirectoryNotContaining("glob:**effe-function-*");
            }
        }
    }

    private static boolean isUnpacking(Path temporary) throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.anyMatch(file -> file.toString().endsWith("library.jar"));
        }
    }

    @Test
    void aConstructorThatHangsOrExitsEndsTheProcessWithOneLine() throws IOException {
        String acme = new FunctionJar()
                .add(Acme.class)
                .jar(folder.resolve("acme.jar"))
                .toString();
        String hanging = new FunctionJar()
                .add(HangingConstructor.class)
                .jar(folder.resolve("hanging.jar"))
                .toString();
        EffeProcess hangs = start("--function", hanging, "--init-timeout", "5500ms");
        EffeProcess exits = start("--function", acme, "--set", "init=exit");

        assertFailed(
                hangs,
                1,
                "Making the function of " + hanging
                        + " took longer than init-timeout, 5500 ms, at com.acme.HangingConstructor.<init>(");
        assertFailed(exits, 3, "System.exit");
    }

    private static void assertFailed(EffeProcess process, int code, String part) {
        assertThat(process.exitCode()).as(process::toString).isEqualTo(code);
        assertThat(process.errors()).startsWith("effe: ").contains(part).containsOnlyOnce("\n");
        assertThat(process.output()).isEmpty();
    }

    @Test
    void aSignalDuringAStartThatHangsEndsItAtOnce() throws IOException {
        Path calls = folder.resolve("calls");
        String acme = new FunctionJar()
                .add(Acme.class)
                .jar(folder.resolve("acme.jar"))
                .toString();
        try (EffeProcess effe = start("--function", acme, "--set", "init=hang", "--set", "calls=" + calls)) {
            org.awaitility.Awaitility.await().atMost(EffeProcess.PATIENCE).until(() -> Files.exists(calls));

            assertThat(effe.term().exitCode()).isZero();
            assertThat(effe.output()).contains("Stopped by a signal before");
            assertThat(effe.errors()).isEmpty();
        }
    }

    private EffeProcess start(String... arguments) {
        return EffeProcess.in(folder).environment("EFFE_PORT", "0").start(arguments);
    }
}
