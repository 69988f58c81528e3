package dev.effe.tool.operate;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import dev.effe.tool.operate.Terminal.Size;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a real server. */
class TopCommandTest {

    @TempDir
    Path folder;

    private OperateTester effe;

    @BeforeEach
    void start() throws Exception {
        effe = OperateTester.start(folder);
    }

    @AfterEach
    void stop() {
        effe.close();
    }

    private static String top(String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ToolTester.run(
                new TopCommand(), List.of(arguments), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsWhatSeveralServersDo() throws Exception {
        effe.call("the-request");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> top("--once", "--admin", effe.admin()).contains("calls/s, 10 min"));
        String shown = top("--once", "--admin", effe.admin(), "--admin", "http://127.0.0.1:1");
        assertThat(shown)
                .containsSubsequence("STATE", "CALLS/S", "P99", "ADMIN")
                .containsPattern("(?m)^ready .* report .*" + effe.admin() + "$")
                .containsPattern("(?m)^gone .*http://127.0.0.1:1$")
                .containsPattern("(?m)^report +0 ")
                .containsPattern("(?m)^placed +report +0 +0.0 s +0 +0 +0 +delivering$")
                .containsPattern("(?m)^slowest of 10 min$")
                .containsPattern("(?m) the-request +[0-9a-f]{32}$")
                .doesNotContain("\u001b");
        assertThat(shown.lines()).allMatch(line -> line.length() <= 160);
    }

    @Test
    void printsJson() throws Exception {
        JsonNode servers = new ObjectMapper()
                .readTree(top("--once", "--json", "--admin", effe.admin()))
                .get("servers");
        assertThat(servers).hasSize(1);
        assertThat(servers.get(0).get("admin").asText()).isEqualTo(effe.admin());
        assertThat(servers.get(0).get("functions").get(0).get("function").asText())
                .isEqualTo("report");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> top("--once", "--admin", "http://127.0.0.1:1"))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("http://127.0.0.1:1 cannot be reached");
        assertThatThrownBy(() -> top("--every", "0s", "--admin", effe.admin()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--every must be from 1s to 1h, such as 2s, but was 0s");
    }

    /** A client's choices, a narrow window, and no server that answers. */
    @Test
    void keepsToTheWidthAndToPlainText() {
        Map<String, Object> call =
                Map.of("id", "\u001b[2J evil", "outcome", "failed", "totalMillis", 1500.0, "at", "2");
        ServerFigures server = new ServerFigures("http://a", Map.of("failed", List.of(call)), "");
        assertThat(TopScreen.lines(List.of(server), 200)).anyMatch(line -> line.endsWith("?[2J evil"));
        assertThat(TopScreen.lines(List.of(server), 40)).allMatch(line -> line.length() <= 40);
        assertThat(TopScreen.lines(List.of(new ServerFigures("http://b", Map.of(), "gone")), 80))
                .hasSize(2);
    }

    @Test
    void callsAFunctionWithoutANameAsItsServer() {
        Map<String, Object> call =
                Map.of("id", "r-1", "outcome", "failed", "totalMillis", 1500.0, "at", "2", "function", "");
        ServerFigures server = new ServerFigures("http://a", Map.of("name", "orders", "failed", List.of(call)), "");
        assertThat(TopScreen.lines(List.of(server), 200)).anyMatch(line -> line.matches(".* failed +orders +r-1"));
    }

    @Test
    void readsTheSizeOfTheTerminal() {
        assertThat(Size.parse("50 132\n")).isEqualTo(new Size(50, 132));
        assertThat(Size.parse("0 0\n")).isEqualTo(new Size(24, 80));
        assertThat(Size.parse("")).isEqualTo(new Size(24, 80));
    }
}
