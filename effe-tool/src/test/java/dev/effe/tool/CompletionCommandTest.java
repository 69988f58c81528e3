package dev.effe.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real shells complete what is typed. */
@Tag("once")
class CompletionCommandTest {

    @TempDir
    Path folder;

    private Path script;

    @BeforeEach
    void printScript() throws IOException {
        script = folder.resolve("effe.bash");
        try (PrintStream out = new PrintStream(Files.newOutputStream(script), true, StandardCharsets.UTF_8)) {
            new Commands().run(List.of("completion"), Map.of(), out);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bash, im,                image",
        "bash, --max-con,         --max-contexts",
        "bash, check --on,        --only",
        "bash, image --pu,        --push",
        "bash, dev --cl,          --class-path",
        "bash, ne,                new",
        "bash, new x --ty,        --type",
        "bash, new --type js,     json",
        "bash, rep,               replay",
        "bash, dep,               deploy",
        "bash, deploy x --dr,     --dry-run",
        "bash, replay x --dr,     --dry-run",
        "bash, replay x --un,     --until",
        "zsh,  replay x --ra,     --rate",
        "zsh,  im,                image",
        "zsh,  --max-con,         --max-contexts",
        "zsh,  check --on,        --only",
        "zsh,  dev --de,          --debug",
    })
    void completesAWord(String shell, String typed, String completed) throws Exception {
        assumeTrue(Files.exists(Path.of("/bin", shell)), shell + " is not installed");
        assertThat(completions(shell, typed)).contains(completed);
    }

    /** As the shell calls it: with the words up to the cursor, and which of them it is in. */
    private List<String> completions(String shell, String typed) throws IOException, InterruptedException {
        int word = typed.split(" ").length;
        String start = shell.equals("zsh") ? "autoload -U +X compinit && compinit -u; setopt ksh_arrays; " : "";
        String line = start + "source " + script + "; COMP_WORDS=(effe " + typed + "); COMP_CWORD=" + word
                + "; COMP_LINE='effe " + typed + "'; _complete_effe; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process process =
                new ProcessBuilder(shell, "-c", line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().map(String::strip).toList();
    }
}
