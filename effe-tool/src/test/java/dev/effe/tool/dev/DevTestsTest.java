package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.effe.server.kit.Chromium;
import dev.effe.server.kit.Soon;
import dev.effe.tool.dev.build.ApiClasses;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of a build of two modules and a helper, with the real Maven and JUnit 5.9, beside the process of dev. */
class DevTestsTest {

    private static final String PARENT =
            "<modelVersion>4.0.0</modelVersion><parent><groupId>com.acme</groupId><artifactId>root</artifactId>"
                    + "<version>1</version></parent>";

    private static final String TEST = """
            import static org.junit.jupiter.api.Assertions.assertEquals;

            import org.junit.jupiter.api.Test;

            class OrdersTest {

                @Test
                void sells() {
                    assertEquals(Samples.EXPECTED, new Prices().of("cake"));
                }
            }
            """;

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void write() throws IOException {
        assumeTrue(isThere("mvn"), "mvn is not on the path");
        folder = temporary.toRealPath();
        ApiClasses.copyTo(folder.resolve("api"));
        Path api = jar(folder.resolve("api"), folder.resolve("api.jar"));
        Samples.write(folder.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.acme</groupId><artifactId>root</artifactId><version>1</version><packaging>pom</packaging>
                  <modules><module>prices</module><module>samples</module><module>orders</module></modules>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                    <dependency>
                      <groupId>dev.effe</groupId><artifactId>api-of-the-test</artifactId><version>1</version>
                      <scope>system</scope><systemPath>%s</systemPath>
                    </dependency>
                    <dependency>
                      <groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.9.3</version>
                      <scope>test</scope>
                    </dependency>
                  </dependencies>
                </project>
                """.formatted(api));
        Samples.write(folder.resolve("prices/pom.xml"), module("prices", ""));
        Samples.write(folder.resolve("samples/pom.xml"), module("samples", ""));
        Samples.write(
                folder.resolve("orders/pom.xml"),
                module("orders", dependency("prices", "compile") + dependency("samples", "test")));
        prices("price");
        Samples.write(
                folder.resolve("samples/src/main/java/Samples.java"),
                "public class Samples { public static final String EXPECTED = \"price of cake\"; }");
        Samples.write(
                folder.resolve("orders/src/main/java/Orders.java"),
                Samples.function("Orders", "response.text(new Prices().of(\"tea\"));"));
        Samples.write(folder.resolve("orders/src/test/java/OrdersTest.java"), TEST);
    }

    private static String module(String name, String dependencies) {
        return "<project>" + PARENT + "<artifactId>" + name + "</artifactId><dependencies>" + dependencies
                + "</dependencies></project>";
    }

    private static String dependency(String name, String scope) {
        return "<dependency><groupId>com.acme</groupId><artifactId>" + name + "</artifactId><version>1</version><scope>"
                + scope + "</scope></dependency>";
    }

    private void prices(String word) throws IOException {
        Samples.write(
                folder.resolve("prices/src/main/java/Prices.java"),
                "public class Prices { public String of(String what) { return \"" + word + " of \" + what; } }");
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private static Path jar(Path classes, Path file) throws IOException {
        List<Path> files;
        try (Stream<Path> below = Files.walk(classes)) {
            files = below.filter(Files::isRegularFile).toList();
        }
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (Path each : files) {
                jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, jar);
            }
        }
        return file;
    }

    @Test
    void runBesideItAndAreShownInAPage() throws Exception {
        try (DevProcess dev = DevProcess.start(folder, "orders", "--test")) {
            dev.awaitLine("1 test passed in ");
            assertThat(dev.text("/")).isEqualTo("price of tea");
            assertThat(dev.text("/_effe-dev/tests")).startsWith("1 test passed in ");

            prices("cost");
            assertThat(dev.text("/")).isEqualTo("cost of tea");
            dev.awaitLine("1 of 1 test failed in ");
            dev.awaitLine("  OrdersTest.sells: expected: <price of cake> but was: <cost of cake>");
            dev.awaitLine("src/test/java/OrdersTest.java:9: assertEquals(Samples.EXPECTED");
            String page = dev.get("/_effe-dev/tests", "Accept", "text/html").body();
            assertThat(page)
                    .contains("<title>1 of 1 test failed</title>", "expected: &lt;price of cake&gt;")
                    .contains("<mark><i>   9 </i>        assertEquals(Samples.EXPECTED");
            assertThat(dev.get("/_effe-dev/tests/other").statusCode()).isEqualTo(404);

            Samples.write(
                    folder.resolve("orders/src/test/java/OrdersTest.java"), TEST.replace("new Prices", "new Pries"));
            dev.awaitLine("The tests do not compile in ");
            assertThat(dev.text("/")).isEqualTo("cost of tea");

            Samples.write(folder.resolve("orders/src/test/java/OrdersTest.java"), TEST);
            Samples.write(
                    folder.resolve("samples/src/main/java/Samples.java"),
                    "public class Samples { public static final String EXPECTED = \"cost of cake\"; }");
            Soon.await().atMost(Duration.ofMinutes(2)).until(() -> dev.output().split("1 test passed in ").length == 3);
            dev.signal("TERM");
            assertThat(dev.awaitEnd()).isZero();
        }
    }

    @Test
    void endWithAProcessThatIsKilled() throws Exception {
        Samples.write(
                folder.resolve("orders/src/test/java/OrdersTest.java"),
                TEST.replace("assertEquals(", "Object o = new Object(); synchronized (o) { o.wait(); } assertEquals(")
                        .replace("sells()", "sells() throws Exception"));
        try (DevProcess dev = DevProcess.start(folder, "orders", "--test")) {
            ProcessHandle tests = Soon.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(
                            () -> dev.process
                                    .descendants()
                                    .filter(DevTestsTest::isOfTests)
                                    .findFirst(),
                            found -> found.isPresent())
                    .orElseThrow();
            dev.signal("KILL");
            tests.onExit().get(2, TimeUnit.MINUTES);
            assertThat(tests.isAlive()).isFalse();
        }
    }

    private static boolean isOfTests(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("TestMain"))
                .isPresent();
    }

    @Test
    void areSwitchedByALetterOnATerminalAndSeenInABrowser() throws Exception {
        assumeTrue(isThere("script"), "script of util-linux is not installed");
        Chromium.assumeInstalled();
        prices("cost");
        try (DevProcess dev = DevProcess.startOnTerminal(folder, "orders")) {
            dev.awaitLine("t and Enter: run the tests beside it");
            dev.awaitLine("ready"); // Maven may take longer than a request waits. On a terminal the word has a colour.
            assertThat(dev.text("/")).isEqualTo("cost of tea");
            assertThat(dev.output()).doesNotContain("tests: on");
            dev.type("t");
            dev.awaitLine("tests: on, at http://localhost:");
            dev.awaitLine("1 of 1 test failed");
            assertThat(dev.text("/_effe-dev/tests/number")).isEqualTo("{\"state\":1}\n");
            BufferedImage failed = new Chromium(folder).picture(dev.uri("/_effe-dev/tests"), 1000);
            assertThat(Chromium.pixels(failed, 0xffe1e0)).isGreaterThan(3_000);
            dev.type("t");
            dev.awaitLine("tests: off");
            prices("price");
            assertThat(dev.text("/")).isEqualTo("price of tea");
            assertThat(dev.output()).doesNotContain("1 test passed");
            dev.type("t");
            dev.awaitLine("1 test passed");
            assertThat(dev.text("/_effe-dev/tests/number")).isEqualTo("{\"state\":2}\n");
            assertThat(new Chromium(folder)
                            .output("--dump-dom", dev.uri("/_effe-dev/tests").toString()))
                    .contains("<h1>1 test passed</h1>", "class=\"good\"");
        }
    }
}
