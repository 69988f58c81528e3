package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Soon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM of the command tells its compilers. */
class FirstCompilerTest {

    private static final String EXCLUDED = "c2 directives:(?s).*? Exclude:true";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Samples.write(folder.resolve("Hello.java"), Samples.text("Hello", "one"));
    }

    private static String directives(DevProcess dev) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(dev.process.pid()),
                        "Compiler.directives_print")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void isTheOnlyOneWithoutAFlagToo() throws Exception {
        try (DevProcess dev = DevProcess.startWith(List.of("-XX:+UseSerialGC"), folder, "Hello.java")) {
            assertThat(dev.text("/")).isEqualTo("one");
            Soon.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(directives(dev))
                            .contains("matching: *.*")
                            .containsPattern(EXCLUDED));
            dev.signal("TERM");
            assertThat(dev.awaitEnd()).isZero();
        }
    }

    @Test
    void leavesTheChoiceToAFlag() throws Exception {
        try (DevProcess dev = DevProcess.startWith(List.of("-XX:TieredStopAtLevel=4"), folder, "Hello.java")) {
            assertThat(dev.text("/")).isEqualTo("one");
            assertThat(directives(dev)).contains("c2 directives:").doesNotContainPattern(EXCLUDED);
        }
    }
}
