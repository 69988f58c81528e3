package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Acme;
import com.acme.HangingConstructor;
import com.acme.Pooled;
import com.acme.PooledDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    @Test
    void aProcessThatIsKilledWhileItUnpacksLeavesNothingToTheNext() throws Exception {
        Path cache = folder.resolve("cache");
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
        try (EffeProcess effe = unpacking(cache, large)) {
            await().atMost(EffeProcess.PATIENCE).until(() -> files(cache, "library.jar") > 0 || !effe.isAlive());
            assertThat(effe.signal("KILL").exitCode()).isNotZero();
        }
        Path whole = new FunctionJar()
                .add(Acme.class)
                .add("lib/one.jar", Files.readAllBytes(EffeProcess.EFFE_JAR))
                .jar(folder.resolve("whole.jar"));
        for (int start = 0; start < 2; start++) {
            try (EffeProcess effe = unpacking(cache, whole).serving()) {
                assertThat(effe.output().contains("Unpacked whole.jar (3 files"))
                        .isEqualTo(start == 0);
                assertThat(files(cache, "library.jar")).isZero();
                assertThat(files(cache, "one.jar")).isOne();
            }
        }
    }

    private EffeProcess unpacking(Path cache, Path function) {
        return EffeProcess.in(folder)
                .environment("XDG_CACHE_HOME", cache.toString())
                .start("--port", "0", "--log-level", "debug", "--function", function.toString());
    }

    private static long files(Path in, String name) throws IOException {
        if (!Files.exists(in)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(in)) {
            return files.filter(file -> file.endsWith(name)).count();
        } catch (UncheckedIOException e) {
            return 0; // Something was deleted meanwhile.
        }
    }

    @Test
    void namesAJarThatIsReplacedOrGone() throws IOException {
        Path home = new FunctionJar().add(Acme.class).folder(folder.resolve("home"));
        Path one = new FunctionJar().add("one", new byte[1]).jar(home.resolve("one.jar"));
        Path two = new FunctionJar().add("two", new byte[1]).jar(home.resolve("two.jar"));
        Path three = new FunctionJar().add("three", new byte[1]).jar(home.resolve("three.jar"));
        Path other = new FunctionJar().add("other", new byte[2]).jar(folder.resolve("other.jar"));
        try (EffeProcess effe = start("--function", home.toString()).serving()) {
            Files.write(one, Files.readAllBytes(other));
            Files.delete(two);
            Files.move(other, three, StandardCopyOption.REPLACE_EXISTING);

            String goesOn = " while its function serves, which goes on with what was there: restart effe";
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> effe.output().contains("WARN  OpenJars - " + one + " was written over while")
                            && effe.output().contains("WARN  OpenJars - " + three + " was replaced" + goesOn)
                            && effe.output().contains("WARN  OpenJars - " + two + " is gone" + goesOn));
            assertThat(effe.get("/").body()).isEqualTo("Hello from Acme\n");
        }
    }

    @Test
    void threadsOfTheCommonPoolAreTheFunctions() throws IOException {
        String jar = new FunctionJar()
                .add(Pooled.class)
                .add(PooledDriver.class)
                .add(
                        "META-INF/services/java.sql.Driver",
                        PooledDriver.class.getName().getBytes(US_ASCII))
                .jar(folder.resolve("pooled.jar"))
                .toString();
        try (EffeProcess effe = start("--function", jar).serving()) {
            assertThat(effe.get("/").body())
                    .isEqualTo("[true, PooledDriver] [true, PooledDriver] [true, PooledDriver] true");
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
