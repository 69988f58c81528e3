package dev.effe.tool.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import dev.effe.tool.create.Template.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NewCommandTest {

    /** The files of Effe's sources where the build takes them from. */
    private static final Sources SOURCES =
            path -> path.startsWith("project/") ? Sources.packed().read(path) : Files.readAllBytes(Path.of("..", path));

    private static final List<String> ODD_NAMES = List.of(
            ("a x9 new string override record context test args void answer person hello hello-test effe-extension"
                            + " a-b-c-1-2-3 orders " + "z".repeat(39))
                    .split(" "));

    @TempDir
    Path folder;

    private String effeNew(String... arguments) throws IOException {
        return effeNew(SOURCES, Optional.empty(), arguments);
    }

    private String effeNew(Sources sources, Optional<Path> repository, String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NewCommand command = new NewCommand(sources, folder, repository);
        ToolTester.run(command, List.of(arguments), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> files(String project) throws IOException {
        Path root = folder.resolve(project);
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private String read(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    @Test
    void makesAFunctionForHttpUnlessTold() throws Exception {
        String printed = effeNew("my-function");

        assertThat(files("my-function"))
                .contains(
                        ".gitignore",
                        ".mvn/wrapper/maven-wrapper.properties",
                        "Dockerfile",
                        "README.md",
                        "k8s/base/deployment.yaml",
                        "k8s/kustomization.yaml",
                        "mvnw",
                        "mvnw.cmd",
                        "pom.xml",
                        "src/main/java/com/example/myfunction/MyFunction.java",
                        "src/test/java/com/example/myfunction/MyFunctionTest.java")
                .hasSize(18);
        assertThat(folder.resolve("my-function/mvnw")).isExecutable();
        assertThat(printed.lines())
                .containsExactly(
                        "my-function is a function that answers HTTP requests, with a context for each that runs,"
                                + " in com.example.myfunction. Next:",
                        "  cd my-function",
                        "  effe dev",
                        "  ./mvnw package");
        assertThat(read("my-function/README.md").lines().count()).isLessThanOrEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(ProjectType.class)
    void namesTheProjectInItsFilesAndLeavesNothingOfTheExample(ProjectType type) throws Exception {
        effeNew("the-name-7", "--type", type.toString(), "--package", "org.acme_x.y");

        assertThat(read("the-name-7/pom.xml"))
                .contains("<groupId>org.acme_x.y</groupId>", "<artifactId>the-name-7</artifactId>", "<relativePath/>")
                .satisfies(pom -> assertThat(pom.lines().count()).isLessThanOrEqualTo(60));
        for (String file : files("the-name-7")) {
            if (!file.startsWith("k8s/base") && !file.contains("mvn")) {
                assertThat(read("the-name-7/" + file))
                        .as(file)
                        .doesNotContainPattern("@[a-z]+@")
                        .doesNotContain("com.example", "<artifactId>" + type.example() + "<", type.example() + ".jar")
                        .doesNotContain("name: " + type.example() + "\n");
            }
        }
        if (type.function() != null) {
            assertThat(files("the-name-7"))
                    .contains(
                            "src/main/java/org/acme_x/y/TheName7.java", "src/test/java/org/acme_x/y/TheName7Test.java");
        }
    }

    @Test
    void namesTheApplicationInItsFile() throws Exception {
        effeNew("corner-shop", "--type", "app");

        assertThat(read("corner-shop/effe.yaml"))
                .contains(
                        "name: corner-shop\n",
                        "code: target/corner-shop.jar\n",
                        "logic: com.example.cornershop.Orders\n")
                .isEqualTo(Files.readString(Path.of("../effe-examples/shop/effe.yaml"))
                        .replace("name: shop", "name: corner-shop")
                        .replace("target/shop.jar", "target/corner-shop.jar")
                        .replace("com.example.shop", "com.example.cornershop"));
    }

    @Test
    void keepsWhatOnlyReadsLikeTheExamplesNames() throws Exception {
        effeNew("bye");

        assertThat(read("bye/src/main/java/com/example/bye/Bye.java"))
                .contains("public class Bye implements Logic<Bye.Context>", "\"Hello from Effe: \"");
        assertThat(read("bye/src/test/java/com/example/bye/ByeTest.java"))
                .contains("class ByeTest {", "serving(new Bye())", "\"Hello from Effe: 1\\n\"");
    }

    /** With names that Java, or the example itself, has another meaning for. */
    @ParameterizedTest
    @EnumSource(ProjectType.class)
    void compilesWhateverItsNameIs(ProjectType type) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-Werror", "-Xlint:unchecked,rawtypes"));
        arguments.addAll(List.of("--release", "17", "-cp", System.getProperty("java.class.path")));
        arguments.addAll(List.of("-d", folder.resolve("classes").toString()));
        for (String name : ODD_NAMES) {
            effeNew(name, "--type", type.toString());
            files(name).stream()
                    .filter(file -> file.endsWith(".java"))
                    .forEach(file ->
                            arguments.add(folder.resolve(name).resolve(file).toString()));
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));

        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(code).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "My Function | : did you mean my-function?",
                "a-          | : did you mean a?",
                "a--b        | : did you mean a-b?",
                "2nd         | : did you mean nd?",
                "../up       | : did you mean up?",
                "a/b         | : did you mean a-b?",
                "ünïcode     | : did you mean n-code?",
                ".           | , not such as my-function",
                "''          | , not such as my-function",
            })
    void refusesANameInOneLine(String name, String end) {
        assertThatThrownBy(() -> effeNew(name))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "A project's name has small letters, digits and single hyphens, from a letter on, at most 39 of"
                                + " them, but was \"" + name + "\"" + end);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "htp        | : did you mean http?",
                "HTTP       | : did you mean http?",
                "zzzzzzzzzz | ''",
            })
    void refusesATypeInOneLine(String type, String end) {
        assertThatThrownBy(() -> effeNew("a", "--type", type))
                .isInstanceOf(UsageException.class)
                .hasMessage("--type must be one of http, json, args, lambda, app, but was " + type + end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Com.Acme     | has small letters, digits and underscores between its dots, but was \"Com.Acme\": did you mean com.acme?",
                "com..acme    | has small letters, digits and underscores between its dots, but was \"com..acme\", not such as com.example.a",
                "com.1st      | has small letters, digits and underscores between its dots, but was \"com.1st\", not such as com.example.a",
                "''           | has small letters, digits and underscores between its dots, but was \"\", not such as com.example.a",
                "com.new.x    | com.new.x has a word of Java in it: did you mean com.newfunction.x?",
                "_            | _ has a word of Java in it: did you mean _function?",
                "java.util    | java.util has the classes of others: choose one of your own, such as com.example.a",
                "dev.effe     | dev.effe has the classes of others: choose one of your own, such as com.example.a",
            })
    void refusesAPackageInOneLine(String packageName, String message) {
        assertThatThrownBy(() -> effeNew("a", "--package", packageName))
                .isInstanceOf(UsageException.class)
                .hasMessage("--package " + message);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertThatThrownBy(() -> effeNew("a".repeat(40))).isInstanceOf(UsageException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesAFolderThatIsNotEmptyAsItIs() throws Exception {
        Path file = Files.createDirectories(folder.resolve("mine")).resolve(".hidden");
        Files.writeString(file, "kept");

        assertThatThrownBy(() -> effeNew("mine"))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "The folder " + folder.resolve("mine") + " is not empty: choose another name, or remove it");
        assertThat(files("mine")).containsExactly(".hidden");
        assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("mine"));
    }

    @Test
    void leavesAFileOrALinkAsItIs() throws Exception {
        Files.writeString(folder.resolve("file"), "kept");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));

        assertThatThrownBy(() -> effeNew("file")).hasMessageContaining("is there and no folder");
        assertThatThrownBy(() -> effeNew("link")).hasMessageContaining("is there and no folder");
        assertThat(folder.resolve("file")).hasContent("kept");
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void fillsAnEmptyFolder() throws Exception {
        Files.createDirectory(folder.resolve("empty"));

        effeNew("empty");
        assertThat(files("empty")).contains("pom.xml");
    }

    @Test
    void leavesNothingBehindWhereItFails() {
        Sources failing = path -> {
            if (path.equals("mvnw.cmd")) {
                throw new IOException("The disk is gone");
            }
            return SOURCES.read(path);
        };
        assertThatThrownBy(() -> effeNew(failing, Optional.empty(), "half")).hasMessage("The disk is gone");
        assertThat(folder).isEmptyDirectory();

        Map<String, byte[]> files = new TreeMap<>(Map.of("a", new byte[1], "a/b", new byte[1]));
        assertThatThrownBy(() -> new ProjectFolder(folder.resolve("half")).write(files))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("Cannot make " + folder.resolve("half") + ": ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void holdsTheArtifactsOfADistribution() throws Exception {
        Path repository = folder.resolve("effe/repository");
        String parent = "dev/effe/effe-function-parent/0.1/effe-function-parent-0.1.pom";
        Files.createDirectories(repository.resolve(parent).getParent());
        Files.writeString(repository.resolve(parent), "<project/>");
        Files.writeString(repository.resolve(parent + ".sha1"), "1234");

        effeNew(SOURCES, Optional.of(repository), "held");

        assertThat(files("held")).contains(".effe/repository/" + parent, ".effe/repository/" + parent + ".sha1");
        assertThat(read("held/pom.xml"))
                .contains("<relativePath>.effe/repository/" + parent + "</relativePath>")
                .contains("<url>file://${project.basedir}/.effe/repository</url>")
                .endsWith("  </repositories>\n</project>\n")
                .doesNotContain(folder.toString());
        assertThat(read("held/README.md")).contains("`.effe` has Effe's own jars");
    }

    /** Else a file that was added to an example would be missing in projects. */
    @ParameterizedTest
    @EnumSource(ProjectType.class)
    void hasAllFilesOfItsExample(ProjectType type) throws Exception {
        Path example = Path.of("../effe-examples", type.example());
        try (Stream<Path> all = Files.walk(example)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> example.relativize(file).toString())
                            .filter(file -> !file.startsWith("target") && !file.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(type.files());
        }
        try (Stream<Path> base = Files.list(Path.of("../k8s/base"))) {
            effeNew("base");
            assertThat(base.map(file -> "k8s/base/" + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(files("base").stream()
                            .filter(file -> file.startsWith("k8s/base/"))
                            .toList());
        }
    }
}
