package dev.effe.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of the file of --config: settings that are printed, or one line that says what is wrong. */
class ConfigFileFuzzTest {

    private final Path file;

    ConfigFileFuzzTest() throws IOException {
        file = Files.createTempFile("effe-fuzz", ".properties");
        file.toFile().deleteOnExit();
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "port=0\nmax-contexts = 5\n# comment\nset.db.url:x\\\n  y\n",
                        "trusted-proxies=10.0.0.0/8, ::1\ncontext-max-age=1h\nmax-body=1KiB\nadmin-port=off\n",
                        "timeout=1.5s\nhealth-prefix=/h\\u0065alth\nlog-level=debug\nworkers=virtual\nhttp2=on\n",
                        "min-contexts=9\nmax-contexts=8\n",
                        "tls-cert=x\nset.password=\\\\\nport=1\nport=2")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void isReadOrRefusedWithOneLine(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try {
            Command command = CommandLine.parse(List.of("--config=" + file), Map.of());
            assertThat(command.settings().function().contexts().maxContexts()).isBetween(1, 10_000);
            assertThat(command.printConfig().lines()).allMatch(ConfigFileFuzzTest::isPlain);
        } catch (UsageException e) {
            assertThat(e.getMessage()).isNotBlank().matches(ConfigFileFuzzTest::isPlain);
        }
    }

    private static boolean isPlain(String line) {
        return line.chars().noneMatch(Character::isISOControl);
    }
}
