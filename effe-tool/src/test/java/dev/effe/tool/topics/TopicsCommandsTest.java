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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server with a topic, to which nobody appends but they. */
class TopicsCommandsTest {

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
                  report: {code: "%s", logic: com.acme.tool.Reporter, routes: [POST /mend], triggers: [{topic: placed, retries: 0}, {schedule: "0 12 29 2 *"}]}
                topics: {placed: {max-event: 1KiB}}
                settings: {port: 0, admin-port: 0, data-dir: data, drain-delay: 0s}
                """.formatted(code));
        server = Server.start(List.of("--app", app.toString()));
        assertThat(server.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String run(Supplier<ToolCommand> command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", "http://127.0.0.1:" + server.adminPort().orElseThrow()));
        return plain(command, all);
    }

    private static String plain(Supplier<ToolCommand> command, List<String> arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ToolTester.run(command.get(), arguments, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Looks again until it is there. */
    private String until(String expected, Supplier<ToolCommand> command, String... arguments) throws Exception {
        String printed = run(command, arguments);
        for (int i = 0; i < 600 && !printed.contains(expected); i++) {
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            printed = run(command, arguments);
        }
        assertThat(printed).contains(expected);
        return printed;
    }

    @Test
    void anEventIsAppendedSeenAndTriedAgain() throws Exception {
        Path file = folder.resolve("order.json");
        Files.writeString(file, "{\"item\": \"tea\"}");
        assertThat(run(AppendCommand::new, "placed", "--key", "tea", "--data", "@" + file, "--id", "o-1"))
                .isEqualTo("Appended to placed\n");
        run(AppendCommand::new, "placed", "--key", "tea", "--data", "@" + file, "--id", "o-1");
        run(AppendCommand::new, "placed", "--data", "\"bad\"");

        assertThat(run(EventsCommand::new, "placed").lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("{\"offset\":1,")
                .contains("\"key\":\"tea\",\"id\":\"o-1\",\"contentType\":\"application/json\"")
                .endsWith("\"payload\":{\"item\":\"tea\"}}");
        assertThat(run(EventsCommand::new, "placed", "--from", "2", "--limit", "1"))
                .startsWith("{\"offset\":2,");
        assertThat(run(EventsCommand::new, "placed", "--key", "tea").lines()).hasSize(1);
        assertThat(run(EventsCommand::new, "placed", "--from", "latest")).isEmpty();
        assertThat(run(EventsCommand::new, "placed", "--from", "500")).isEmpty();
        until("placed           2       report  0    0.0 s   0        0       1     delivering", TopicsCommand::new);
        assertThat(run(TopicsCommand::new))
                .contains("schedule.report  0       report  0 ", "\n\nSCHEDULE     ZONE  FUNCTION  MISSED  NEXT\n")
                .containsPattern("\n0 12 29 2 \\*  UTC   report    once    \\d{4}-02-29T12:00Z\n$");
        assertThat(run(TopicsCommand::new, "--json")).startsWith("{\"topics\":[{\"topic\":\"placed\"");
        assertThat(run(DeadCommand::new, "list", "placed").lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("2       -    1")
                .endsWith("It answered 422: That is bad");
        assertThat(run(DeadCommand::new, "show", "placed", "2")).contains("\"payload\":\"bad\"");

        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/mend"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding());
        assertThat(run(DeadCommand::new, "redrive", "placed")).startsWith("1 redriven. ");
        until("report  0    0.0 s   0        0       0 ", TopicsCommand::new);
        assertThat(run(DeadCommand::new, "list", "placed", "--json")).isEqualTo("{\"dead\":[]}\n");
        assertThat(run(DeadCommand::new, "purge", "placed", "--group", "report"))
                .isEqualTo("0 purged\n");
    }

    @Test
    void anErrorIsOneLineThatSaysWhy() {
        assertThatThrownBy(() -> run(AppendCommand::new, "schedule.report", "--data", "1"))
                .hasMessage("The server answers 403: schedule.report is for due times, which a schedule appends");
        assertThatThrownBy(() -> run(AppendCommand::new, "plaecd", "--data", "1"))
                .isInstanceOf(ToolException.class)
                .hasMessage("The server answers 404: There is no topic plaecd: did you mean placed?");
        assertThatThrownBy(() -> run(AppendCommand::new, "placed", "--data", "tea"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--data must be JSON, such as");
        assertThatThrownBy(() -> run(AppendCommand::new, "placed", "--data", "\"" + "x".repeat(2000) + "\""))
                .hasMessage("The server answers 413: payload must have at most 1024 bytes (max-event), but has 2002");
        assertThatThrownBy(() -> run(DeadCommand::new, "purge", "placed"))
                .hasMessage(
                        "The server answers 400: Say whose dead events: ?group=, or --group of effe dead; the only group of placed is"
                                + " report");
        assertThatThrownBy(() -> run(DeadCommand::new, "drop", "placed")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> run(DeadCommand::new, "show", "placed")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> run(DeadCommand::new, "show", "placed", "9")).isInstanceOf(ToolException.class);
        assertThatThrownBy(() -> run(EventsCommand::new, "placed", "--limit", "0"))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> plain(TopicsCommand::new, List.of("--app", folder + "/none.yaml")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("name the server by --admin");
        for (String wrong :
                List.of("localhost:9090", "127.0.0.1", "http:///", "ftp://localhost", "http://localhost/?x")) {
            assertThatThrownBy(() -> plain(TopicsCommand::new, List.of("--admin", wrong)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("--admin must be a URL, such as http://127.0.0.1:9090, but was " + wrong);
        }
        assertThatThrownBy(() -> plain(TopicsCommand::new, List.of("--admin", "http://127.0.0.1:1")))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("cannot be reached");
    }
}
