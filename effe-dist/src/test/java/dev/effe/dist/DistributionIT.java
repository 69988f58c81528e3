package dev.effe.dist;

import static dev.effe.dist.Distribution.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, copied to a folder with a space in its name, as a newcomer uses it. */
class DistributionIT {

    @TempDir
    private Path folder;

    private Distribution effe;
    private Path home;

    @BeforeEach
    void copy() throws IOException {
        effe = Distribution.in(folder);
        home = effe.home();
    }

    private Process start(String... command) throws IOException {
        return effe.process(command).start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Test
    void servesByALinkToItsLauncherAndStartsAgainFromItsArchive() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("effe"), home.resolve("bin/effe"));
        assertThat(serve(link)).isEqualTo("Hello from Effe: 1\n");
        boolean archives = Runtime.version().feature() >= 19;
        Path cache = folder.resolve("cache/effe");
        assertThat(Files.exists(cache)).isEqualTo(archives);
        if (archives) {
            try (Stream<Path> files = Files.list(cache)) {
                assertThat(files.map(Path::toString)).singleElement().asString().endsWith(".jsa");
            }
        }
        assertThat(serve(link)).isEqualTo("Hello from Effe: 1\n");
    }

    private String serve(Path launcher) throws Exception {
        return Distribution.serve(effe.process(launcher.toString(), "--port", "0", "--host", "127.0.0.1"));
    }

    @Test
    void findsItsCommandsBesideIt() throws Exception {
        assertThat(outputOf(start(home.resolve("bin/effe").toString(), "help"))).contains("image");
        assertThat(outputOf(start(java(), "-jar", home.resolve("effe.jar").toString(), "image", "--help")))
                .contains("--base");
    }

    @Test
    void givesAHostASmallFirstHeapUnlessTheUserNamesOne() throws Exception {
        assertThat(firstHeapOfAHost("-XX:+PrintFlagsFinal")).isEqualTo(32 << 20);
        assertThat(firstHeapOfAHost("-XX:+PrintFlagsFinal -Xms64m")).isEqualTo(64 << 20);
    }

    private long firstHeapOfAHost(String flags) throws Exception {
        ProcessBuilder host = effe.process(home.resolve("bin/effe").toString(), "host", "--help");
        host.environment().put("JDK_JAVA_OPTIONS", flags);
        Matcher bytes = Pattern.compile(" InitialHeapSize +=? *(\\d+)").matcher(outputOf(host.start()));
        assertThat(bytes.find()).isTrue();
        return Long.parseLong(bytes.group(1));
    }

    @Test
    void makesImagesOnlyOfWhatIsThere() throws Exception {
        String jar = home.resolve("effe-tool.jar").toString();
        String tar = folder.resolve("image.tar").toString();
        assertFails(2, "Missing required option: '--output=<file>' (effe image --help lists all)", "image");
        assertFails(1, "There is no function at none.jar", "image", "--function", "none.jar", "-o", tar);
        assertFails(
                1,
                "There is no base image at " + home.toRealPath().resolve("effe-base.tar") + "; name one with --base",
                "image",
                "--function",
                jar,
                "-o",
                tar);
        assertFails(2, "There is no command images: did you mean image?", "images");
    }

    private void assertFails(int code, String why, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/effe").toString()));
        command.addAll(List.of(arguments));
        Process process = start(command.toArray(String[]::new));
        assertThat(outputOf(process).lines()).singleElement().asString().startsWith("effe: " + why);
        assertThat(process.exitValue()).isEqualTo(code);
    }

    @Test
    void saysInOneLineWhichFileIsMissing() throws Exception {
        Files.delete(home.resolve("effe-tool.jar"));
        Process process = start(java(), "-jar", home.resolve("effe.jar").toString(), "image", "--help");
        assertThat(outputOf(process).lines()).singleElement().asString().contains("\"image\"", "effe-tool.jar");
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @Test
    void findsTheStoreOfTopicsBesideItOrSaysWhichFileIsMissing() throws Exception {
        Path app = Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions: {report: {code: report.jar, logic: com.acme.Report}}
                store: {kind: postgres, url: "jdbc:postgresql://db/shop"}
                """);
        String[] command = {home.resolve("bin/effe").toString(), "topics", "sql", app.toString()};
        assertThat(outputOf(start(command))).contains("create schema", "create table");

        Files.delete(home.resolve("effe-postgres.jar"));
        Process process = start(command);
        assertThat(outputOf(process).lines()).singleElement().asString().contains("effe-postgres.jar", "effe.yaml");
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void exportsSpansByTheJarBesideItOrSaysWhichFileIsMissing() throws Exception {
        String[] command = {
            home.resolve("bin/effe").toString(),
            "--port",
            "0",
            "--host",
            "127.0.0.1",
            "--otlp-endpoint",
            "http://127.0.0.1:1"
        };
        assertThat(Distribution.serve(effe.process(command))).isEqualTo("Hello from Effe: 1\n");

        Files.delete(home.resolve("effe-otel.jar"));
        Process process = start(command);
        assertThat(outputOf(process))
                .contains("otlp-endpoint needs effe-otel.jar")
                .doesNotContain("\tat ");
        assertThat(process.exitValue()).isNotZero();
    }

    @Test
    void namesJavaHomeWhereThereIsNoJavaInIt() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin/effe").toString(), "--version").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.toString());
        Process process = builder.start();
        assertThat(outputOf(process)).contains("set JAVA_HOME to Java 17 or newer");
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void isATarToo() throws Exception {
        Process tar = start(
                "tar", "-tzvf", Distribution.BUILT.resolveSibling("effe.tar.gz").toString());
        List<String> lines = outputOf(tar).lines().toList();
        assertThat(lines).anyMatch(line -> line.startsWith("-rwxr-xr-x") && line.endsWith("effe/bin/effe"));
        assertThat(lines).anyMatch(line -> line.endsWith("effe/effe.jar"));
        assertThat(lines)
                .filteredOn(line -> line.matches(".*/effe-server-[^/]*\\.jar"))
                .hasSize(1);
    }
}
