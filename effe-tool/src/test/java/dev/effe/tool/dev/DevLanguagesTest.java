package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with a function in another language. */
@Tag("once")
class DevLanguagesTest {

    private static final String APP = """
            effe: 1
            name: greetings
            functions:
              py:
                code: py
                runtime: python3.12
                handler: app.handler
                routes: [GET /py]
                settings: {max-contexts: 2}
            """;

    @TempDir
    Path folder;

    private void answer(String text) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("py")).resolve("app.py"),
                "def handler(event, context):\n    return '" + text + "'\n");
    }

    @Test
    void aSaveReplacesTheProcessesOfAFunction() throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "python3"))),
                "needs python3 on the PATH");
        answer("one");
        Files.writeString(folder.resolve("effe.yaml"), APP);

        try (DevProcess dev = DevProcess.start(folder, "effe.yaml")) {
            assertThat(dev.text("/py")).isEqualTo("one");
            answer("two");
            assertThat(dev.text("/py")).isEqualTo("two");
            Files.writeString(folder.resolve("py/app.py"), "def handler(\n");
            assertThat(dev.get("/py").body()).contains("It does not start: py: ", "SyntaxError");
            answer("three");
            assertThat(dev.text("/py")).isEqualTo("three");
        }
    }
}
