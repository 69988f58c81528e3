package dev.effe.tool.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.Server;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a real server. */
class JfrCommandTest {

    @TempDir
    Path folder;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(
                List.of("--logic", "com.acme.Acme", "--port", "0", "--admin-port", "0", "--drain-delay", "0s"));
        assertThat(server.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String jfr(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", "http://127.0.0.1:" + server.adminPort().orElseThrow()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ToolTester.run(new JfrCommand(), all, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesARecordingThatOthersCannotRead() throws IOException {
        Path file = Files.writeString(folder.resolve("x.jfr"), "from before");
        assertThat(jfr("--for", "1s", "-o", file.toString()))
                .matches("Recording for 1s\nWrote " + file + ", \\d+ kB\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(RecordingFile.readAllEvents(file))
                .extracting(event -> event.getEventType().getName())
                .contains("jdk.JVMInformation");
    }

    @Test
    void saysWhatIsWrong() {
        Path file = folder.resolve("none/x.jfr");
        assertThatThrownBy(() -> jfr("--for", "1s", "-o", file.toString()))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("The file " + file + ".part cannot be written");
        assertThatThrownBy(() -> jfr("--for", "1h", "-o", "x.jfr"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--for must be from 1s to 10m, such as 30s, but was 1h");
        assertThatThrownBy(() -> jfr()).isInstanceOf(UsageException.class).hasMessageContaining("-o x.jfr");
        assertThatThrownBy(() -> jfr("--end"))
                .isInstanceOf(ToolException.class)
                .hasMessage("The server answers 404: No recording goes on");
        assertThat(folder).isEmptyDirectory();
    }
}
