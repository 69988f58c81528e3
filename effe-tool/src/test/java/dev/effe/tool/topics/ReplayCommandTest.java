package dev.effe.tool.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.tool.Reporter;
import dev.effe.server.Server;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.ToolTester;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a server with a topic, a function that it triggers, and one that refuses replays. */
class ReplayCommandTest {

    @TempDir
    Path folder;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        Path code = Path.of(Reporter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path app = folder.resolve("effe.yaml");
        Files.writeString(app, """
                effe: 1
                name: shop
                functions:
                  report: {code: "%s", logic: com.acme.tool.Reporter, triggers: [{topic: placed, retries: 0}]}
                  mail: {code: "%1$s", logic: com.acme.tool.Reporter, triggers: [{topic: placed, retries: 0, replay: refuse}]}
                topics: {placed: {}}
                settings: {port: 0, admin-port: 0, data-dir: data, drain-delay: 0s}
                """.formatted(code));
        server = Server.start(List.of("--app", app.toString()));
        assertThat(server.awaitReady(Duration.ofSeconds(60))).isTrue();
        command(new AppendCommand(), "placed", "--key", "tea", "--data", "1");
        command(new AppendCommand(), "placed", "--key", "cake", "--data", "\"bad\"");
        command(new AppendCommand(), "placed", "--key", "tea", "--data", "3");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String command(ToolCommand command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", "http://127.0.0.1:" + server.adminPort().orElseThrow()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ToolTester.run(command, all, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private String replay(String... arguments) throws IOException {
        return command(new ReplayCommand(), arguments);
    }

    /** Looks again until it is there. */
    private String until(String expected, String... arguments) throws Exception {
        String printed = replay(arguments);
        for (int i = 0; i < 600 && !printed.contains(expected); i++) {
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            printed = replay(arguments);
        }
        assertThat(printed).contains(expected);
        return printed;
    }

    @Test
    void aDryRunSaysWhatThenRuns() throws Exception {
        assertThat(replay("placed", "--to", "report", "--dry-run", "--rate", "1")
                        .lines())
                .hasSize(5)
                .satisfies(lines -> {
                    assertThat(lines).element(0).isEqualTo("events    3");
                    assertThat(lines).element(1).asString().startsWith("first     1, 20");
                    assertThat(lines).element(2).asString().startsWith("last      3, 20");
                    assertThat(lines).element(3).isEqualTo("keys      2");
                    assertThat(lines).element(4).isEqualTo("duration  about 3 s at 1 a second");
                });
        assertThat(replay("placed", "--to", "report", "--key", "none", "--dry-run"))
                .isEqualTo("events  0\n");
        assertThat(replay("list").lines()).hasSize(1);
        assertThat(replay("placed", "--to", "report", "--name", "bug-17")).isEqualTo("""
                        Replay bug-17 of placed to report: 3 events, offset 1 to 3, about 1 s at 100 a second
                        effe replay show bug-17 says how far it is
                        """);
        assertThat(until("  done ", "list").lines().skip(1))
                .singleElement()
                .asString()
                .matches("bug-17  placed  report    done   3       2     1       0     [0-9.]+/s +20.*Z");
        assertThat(replay("show", "bug-17"))
                .contains("\nstate            done\n", "\nevents           3\n", "\nfailed           1\n")
                .contains("OFFSET  KEY   ATTEMPTS  ERROR\n2       cake  1         It answered 422: That is bad\n");
        assertThat(replay("show", "bug-17", "--json")).contains("\"state\":\"done\"", "\"dead\":[{\"offset\":2");
        assertThat(replay("forget", "bug-17")).isEqualTo("bug-17 forgotten\n");
        assertThat(replay("list", "--json")).isEqualTo("{\"replays\":[]}\n");
    }

    @Test
    void oneThatRunsIsShownAndCancelled() throws Exception {
        replay("placed", "--to", "report", "--key", "tea", "--rate", "1", "--name", "slow");
        assertThat(replay("cancel", "slow").lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("slow  placed  report    cancelled  2 ");
        assertThatThrownBy(() -> replay("cancel", "slow"))
                .isInstanceOf(ToolException.class)
                .hasMessage(
                        "The server answers 409: Replay slow is over, so there is nothing to cancel; forget drops it");
    }

    @Test
    void whatTheServerRefusesIsOneLine() {
        assertThatThrownBy(() -> replay("placed", "--to", "mail"))
                .isInstanceOf(ToolException.class)
                .hasMessage(
                        "The server answers 409: mail refuses replays of placed: its trigger has replay: refuse in effe.yaml");
        assertThatThrownBy(() -> replay("plaecd", "--to", "report"))
                .isInstanceOf(ToolException.class)
                .hasMessage("The server answers 404: There is no topic plaecd: did you mean placed?");
        assertThatThrownBy(() -> replay("placed", "--to", "reprot"))
                .hasMessage("The server answers 404: This process serves no function reprot: did you mean report?");
        assertThatThrownBy(() -> replay("show", "none")).hasMessage("The server answers 404: There is no replay none");
    }

    @Test
    void whatCanNeverBeIsWrongUsage() {
        Map<String, String> wrong = Map.of(
                "placed", "effe replay placed needs --to",
                "placed --from 3", "A replay needs --to",
                "placed --to report --rate 0", "--rate must be from 1 to 1000000, but was 0",
                "placed --to report --from yesterday",
                        "--from must be earliest, latest or now, an offset, or an instant",
                "placed --to report --until 2026-02-30T00:00Z", "--until must be earliest",
                "placed --to report --from 9 --until 9", "--from must be before until",
                "placed --to report --name a/b", "--name must be 1 to 63 of the characters",
                "placed --to report bug-17", "A replay's name is given by --name",
                "show", "show needs the name of a replay",
                "list x", "list takes no name");
        wrong.forEach((arguments, message) -> assertThatThrownBy(() -> replay(arguments.split(" ")))
                .as(arguments)
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message));
    }

    @Test
    void durationsAreRound() {
        assertThat(ReplayTexts.duration(0.03)).isEqualTo("about 1 s");
        assertThat(ReplayTexts.duration(99)).isEqualTo("about 99 s");
        assertThat(ReplayTexts.duration(600)).isEqualTo("about 10 min");
        assertThat(ReplayTexts.duration(10_000)).isEqualTo("about 2.8 h");
    }
}
