package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.dev.build.Compilation;
import dev.effe.tool.dev.build.Compiler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, for folders and applications. Libraries are named, so that Maven is not asked. */
class DevAppTest {

    private static final String POM = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.acme</groupId>
              <artifactId>shop</artifactId>
              <version>1</version>
              <properties><maven.compiler.release>17</maven.compiler.release></properties>
            </project>
            """;

    private static final String APP = """
            effe: 1
            name: shop
            functions:
              orders: {code: shop/target/shop.jar, logic: Orders, routes: ["GET /orders/{id}"]}
              stock: {code: shop/target/classes, logic: Stock, routes: [GET /stock]}
            """;

    @TempDir
    Path folder;

    private Path sources;
    private Path resources;
    private Path library;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("shop")).resolve("pom.xml"), POM);
        sources = Files.createDirectories(folder.resolve("shop/src/main/java"));
        resources = Files.createDirectories(folder.resolve("shop/src/main/resources"));
        library = Files.createDirectories(folder.resolve("lib"));
        Samples.write(
                sources.resolve("Orders.java"),
                Samples.function("Orders", "response.text(\"order \" + Shared.name());"));
        Samples.write(sources.resolve("Shared.java"), "class Shared { static String name() { return \"one\"; } }");
    }

    private Path stock() throws IOException {
        return Samples.write(
                sources.resolve("Stock.java"), Samples.function("Stock", "response.text(\"stock \" + Shared.name());"));
    }

    private DevProcess start(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 2];
        all[0] = "--class-path";
        all[1] = library.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return DevProcess.start(folder, all);
    }

    @Test
    void servesAFolderAndItsResources() throws Exception {
        Samples.write(
                sources.resolve("Orders.java"),
                Samples.function(
                        "Orders", "response.send(getClass().getResourceAsStream(\"/text.txt\").readAllBytes());"));
        Files.writeString(resources.resolve("text.txt"), "one");
        try (DevProcess dev = start("shop")) {
            assertThat(dev.text("/")).isEqualTo("one");
            Files.writeString(resources.resolve("text.txt"), "second");
            assertThat(dev.text("/")).isEqualTo("second");
            assertThat(folder.resolve("shop/target/classes")).doesNotExist();
            assertThat(folder.resolve("shop/target/effe-dev")).isNotEmptyDirectory();
            dev.signal("TERM");
            assertThat(dev.awaitEnd()).isZero();
            assertThat(folder.resolve("shop/target/effe-dev")).isEmptyDirectory();
        }
    }

    @Test
    void findsOutThatAMethodHasAnotherNameWhereItIsUsed() throws Exception {
        try (DevProcess dev = start("shop")) {
            assertThat(dev.text("/")).isEqualTo("order one");
            Files.writeString(
                    sources.resolve("Shared.java"), "class Shared { static String title() { return \"two\"; } }");
            assertThat(dev.get("/").body()).contains("Orders.java:13: cannot find symbol");
            Samples.write(
                    sources.resolve("Orders.java"),
                    Samples.function("Orders", "response.text(\"order \" + Shared.title());"));
            assertThat(dev.text("/")).isEqualTo("order two");
            Files.delete(sources.resolve("Shared.java"));
            assertThat(dev.get("/").body()).contains("cannot find symbol");
        }
    }

    @Test
    void twoFunctionsWithoutAChoiceAreSaidAndTheServicesFileChooses() throws Exception {
        stock();
        try (DevProcess dev = start("shop")) {
            assertThat(dev.get("/").body()).contains("has 2 functions, Orders, Stock: choose one with --logic NAME");
            Samples.write(resources.resolve("META-INF/services/dev.effe.Logic"), "Stock\n");
            assertThat(dev.text("/")).isEqualTo("stock one");
        }
        Files.delete(resources.resolve("META-INF/services/dev.effe.Logic"));
        try (DevProcess dev = start("shop", "--logic", "Orders")) {
            assertThat(dev.text("/")).isEqualTo("order one");
        }
    }

    @Test
    void twoFunctionsShareAModule() throws Exception {
        stock();
        Files.writeString(folder.resolve("effe.yaml"), APP);
        try (DevProcess dev = start()) {
            assertThat(dev.text("/orders/7")).isEqualTo("order one");
            assertThat(dev.text("/stock")).isEqualTo("stock one");
            dev.awaitLine("  curl http://localhost:" + dev.port() + "/orders/1");
            Files.writeString(
                    sources.resolve("Shared.java"), "class Shared { static String name() { return \"two\"; } }");
            assertThat(dev.text("/stock")).isEqualTo("stock two");
            assertThat(dev.text("/orders/7")).isEqualTo("order two");
            dev.awaitLine(line -> line.contains("reloaded in") && line.contains("(replaced: orders, stock)"));
        }
    }

    @Test
    void theFileOfTheApplicationIsReadAgain() throws Exception {
        stock();
        Path app = Files.writeString(folder.resolve("effe.yaml"), APP);
        try (DevProcess dev = start("effe.yaml")) {
            assertThat(dev.text("/stock")).isEqualTo("stock one");
            assertThat(dev.get("/stocks").statusCode()).isEqualTo(404);
            Files.writeString(app, APP.replace("GET /stock", "GET /stocks"));
            assertThat(dev.text("/stocks")).isEqualTo("stock one");
            Files.writeString(app, APP.replace("logic: Stock", "lojic: Stock"));
            assertThat(dev.get("/stocks").body()).contains("effe.yaml:5:", "lojic");
            assertThat(dev.get("/orders/7", "Accept", "text/html").body()).contains("It cannot be served", "lojic");
            Files.writeString(app, APP.substring(0, APP.indexOf("  stock:")));
            assertThat(dev.text("/orders/7")).isEqualTo("order one");
            assertThat(dev.get("/stock").statusCode()).isEqualTo(404);
            dev.awaitLine("(gone: stock)");
        }
    }

    @Test
    void aFileThatIsWrongFromTheStartEndsIt() throws Exception {
        Files.writeString(folder.resolve("effe.yaml"), APP.replace("effe: 1", "effe: 2"));
        try (DevProcess dev = start()) {
            assertThat(dev.awaitEnd()).isEqualTo(2);
            assertThat(dev.output()).contains("effe.yaml:1:");
        }
    }

    /** As an IDE does: classes are written by somebody else. */
    @Test
    void servesWhatSomebodyElseCompiles() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(classes);
        try (DevProcess dev = DevProcess.start(folder, ".", "--build", "none", "--class-path", classes.toString())) {
            assertThat(dev.text("/")).isEqualTo("order one");
            Files.writeString(
                    sources.resolve("Shared.java"), "class Shared { static String name() { return \"two\"; } }");
            compile(classes);
            assertThat(dev.text("/")).isEqualTo("order two");
        }
    }

    private void compile(Path classes) throws Exception {
        Compiler.ofThisJava()
                .compile(
                        new Compilation(
                                List.of(sources),
                                Arrays.stream(System.getProperty("java.class.path")
                                                .split(File.pathSeparator))
                                        .map(Path::of)
                                        .toList(),
                                List.of(),
                                List.of("-proc:none")),
                        classes);
    }

    @Test
    void runsABuildAfterAChange() throws Exception {
        Path classes = folder.resolve("made");
        Path input = Files.writeString(folder.resolve("shop/word.txt"), "one");
        Path build = Files.writeString(folder.resolve("build.sh"), """
                echo run >> runs.log
                grep -q broken shop/word.txt && { mkdir -p made; echo half > made/half.txt; echo "this is broken"; exit 3; }
                mkdir -p made && "$JAVA_HOME/bin/javac" -proc:none -d made -cp "$API" shop/src/main/java/*.java && cp shop/word.txt made
                """);
        Samples.write(
                sources.resolve("Orders.java"),
                Samples.function(
                        "Orders", "response.send(getClass().getResourceAsStream(\"/word.txt\").readAllBytes());"));
        Files.move(folder.resolve("shop/pom.xml"), folder.resolve("pom.txt"));
        String line = "export JAVA_HOME='" + System.getProperty("java.home") + "' API='"
                + System.getProperty("java.class.path") + "'; cd .. ; sh " + build.getFileName();
        try (DevProcess dev = DevProcess.start(folder, "shop", "--build", line, "--class-path", classes.toString())) {
            assertThat(dev.text("/")).isEqualTo("one");
            Files.writeString(input, "second");
            assertThat(dev.text("/")).isEqualTo("second");
            Files.writeString(input, "broken");
            assertThat(dev.get("/").body()).contains("It cannot be built", "failed with exit code 3", "this is broken");
            assertThat(dev.get("/").body()).contains("this is broken");
            Files.writeString(input, "third");
            assertThat(dev.text("/")).isEqualTo("third");
            assertThat(Files.readAllLines(folder.resolve("runs.log"))).hasSize(4);
        }
    }
}
