package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.settings.UsageException;
import dev.effe.tool.Commands;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevArgumentsTest {

    @TempDir
    Path folder;

    private DevArguments of(String... arguments) {
        return DevArguments.of(List.of(arguments), folder);
    }

    @Test
    void findsWhatIsNamedAmongTheSettings() {
        DevArguments arguments = of("--port", "9000", "Hello.java", "--set", "a=b", "--log-level=warn");
        assertThat(arguments.project()).isEqualTo(Path.of("Hello.java"));
        assertThat(arguments.settings())
                .startsWith("--port", "9000", "--set", "a=b", "--log-level=warn")
                .containsSubsequence("--host", "127.0.0.1");
        assertThat(arguments.opened()).isFalse();
    }

    @Test
    void onlyThisMachineReachesItUnlessAHostIsGiven() {
        assertThat(of("x", "--host", "0.0.0.0").settings()).doesNotContain("127.0.0.1");
        assertThat(of("x", "--host=").opened()).isTrue();
        assertThat(of("x", "-host", "::1").opened()).isTrue();
    }

    @Test
    void effeYamlOfTheFolderIsMeantBeforeItsPom() throws IOException {
        assertThatThrownBy(this::of)
                .isInstanceOf(UsageException.class)
                .hasMessage("There is neither effe.yaml nor pom.xml in " + folder
                        + ": name effe.yaml, a folder or a file such as Hello.java (effe dev --help)");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        assertThat(of().project()).isEqualTo(folder);
        Path app = Files.writeString(folder.resolve("effe.yaml"), "");
        assertThat(of().apps()).containsExactly(app);
        assertThat(of().settings()).containsSubsequence("--app", app.toString());
    }

    @Test
    void effeYamlOfAFolderThatIsNamedIsMeant() throws IOException {
        Path shop = Files.createDirectory(folder.resolve("shop"));
        assertThat(of(shop.toString()).apps()).isEmpty();
        Path app = Files.writeString(shop.resolve("effe.yaml"), "");
        assertThat(of(shop.toString()).apps()).containsExactly(app);
        assertThat(of(shop.toString()).project()).isEqualTo(app);
        assertThatThrownBy(() -> of("a\0b")).isInstanceOf(UsageException.class);
    }

    @Test
    void laterFilesOfAnApplicationAreLaidOverEarlierOnes() {
        assertThat(of("a.yaml", "b.yml").apps()).containsExactly(Path.of("a.yaml"), Path.of("b.yml"));
        assertThatThrownBy(() -> of("a.yaml", "b")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> of("a", "b"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("dev serves one thing, but is given a and b");
    }

    @Test
    void aFunctionOfTheEnvironmentDoesNotCount() {
        assertThat(DevArguments.environment(Map.of("EFFE_APP", "x", "EFFE_FUNCTION", "y", "EFFE_PORT", "1")))
                .containsOnlyKeys("EFFE_PORT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--function a.jar      | --function does not go with dev, which serves what is named",
                "--app=effe.yaml       | --app does not go with dev",
                "--print-config        | --print-config does not go with dev",
                "gone.yaml             | gone.yaml does not exist: name effe.yaml, a folder or a file",
                "Gone.java             | Gone.java does not exist",
                "empty                 | empty has neither a pom.xml nor sources of Java: name effe.yaml, a folder",
                "a.jar                 | a.jar cannot be served by dev",
                "empty --build make    | --build needs --class-path, which names the folder of classes",
                "Hello.java --build x  | --build does not go with a source file",
                "Hello.java --build=   | --build is empty: it must be a command, or none",
                "Hello.java --prot 1   | --prot",
                "Hello.java --port x   | --port must be",
                "Hello.java --port     | --port needs a value",
                "Hello.java --class-path gone.jar | --class-path names",
                "Hello.java --debug 0       | --debug must be a port from 1 to 65535, but was 0",
                "Hello.java --debug 70000   | --debug must be a port from 1 to 65535, but was 70000",
            })
    void saysInOneLineWhatIsWrong(String line, String message) throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("a.jar"), "");
        Files.writeString(folder.resolve("Hello.java"), "class Hello {}");
        List<String> arguments = new ArrayList<>(List.of("dev"));
        for (String word : line.split(" +")) {
            boolean path = word.matches("[A-Za-z]+\\.(yaml|java|jar)|empty") && !arguments.contains("--function");
            arguments.add(path ? folder.resolve(word).toString() : word);
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new Commands().run(arguments, Map.of(), nowhere))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
