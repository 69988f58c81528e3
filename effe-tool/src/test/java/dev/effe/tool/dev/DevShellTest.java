package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs of an interactive shell on a real terminal, which stops whoever reads it in the background. */
@Tag("once")
class DevShellTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        for (String program : List.of("/usr/bin/script", "/bin/bash")) {
            assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
        }
        save("one");
    }

    private void save(String text) throws Exception {
        Samples.write(folder.resolve("Hello.java"), Samples.text("Hello", text));
    }

    @Test
    void servesInTheBackgroundAndHearsKeysInTheForeground() throws Exception {
        try (DevProcess shell = DevProcess.startInShell(folder, "&", "Hello.java")) {
            shell.awaitLine("t and Enter: run the tests beside it");
            assertThat(shell.text("/")).isEqualTo("one");
            shell.type("t"); // For the shell.
            shell.awaitLine("t: command not found");
            save("two");
            assertThat(shell.text("/")).isEqualTo("two");
            shell.type("jobs");
            shell.awaitLine(line -> line.matches(".*\\[1\\]\\+ +Running.*"));
            assertThat(shell.output()).doesNotContain("tests: on");

            shell.type("fg");
            shell.type("t");
            shell.awaitLine("tests: on");
            shell.type("\u001a"); // Ctrl-Z
            shell.awaitLine(line -> line.matches(".*\\[1\\]\\+ +Stopped.*"));
            shell.type("bg");
            save("three");
            assertThat(shell.text("/")).isEqualTo("three");

            shell.type("kill %1; wait %1; echo code $?");
            shell.awaitLine(line -> line.matches("(.*\\W)?code 0\\W*"));
            shell.type("exit");
            assertThat(shell.awaitEnd()).isZero();
        }
    }
}
