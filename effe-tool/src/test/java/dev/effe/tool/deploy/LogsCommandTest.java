package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.remote.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command logs, against fakes of a host and of AWS. */
@Timeout(120)
class LogsCommandTest {

    private static final String ID = "5a1bd4f1-7b1e-4f5e-9d1c-0d6d3a1d7c3e";

    @TempDir
    private Path folder;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void run(boolean host, String... arguments) throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        DeployKit kit = new DeployKit(folder);
        kit.environment.putAll(
                Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_ENDPOINT_URL", url));
        String target = host
                ? "{host: \"" + url + "\"}"
                : "{aws: {region: eu-west-1, role: \"arn:aws:iam::123456789012:role/lambda\"}}";
        Path file = kit.file(
                "effe.yaml",
                "effe: 1\nname: shop\nfunctions: {orders: {code: orders, handler: com.acme.tool.Doubler}}\n"
                        + "targets: {here: " + target + "}\n");
        kit.code("orders", "v1");
        LogsCommand command = new LogsCommand();
        List<String> all = new ArrayList<>(List.of("--app", file.toString()));
        all.addAll(List.of(arguments));
        new CommandLine(command).parseArgs(all.toArray(String[]::new));
        command.run(kit.environment, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String record(int cursor, String message) {
        return "{\"cursor\":" + cursor
                + ",\"time\":\"2026-11-30T20:00:00Z\",\"function\":\"shop_orders\",\"version\":\"7\","
                + "\"stream\":\"s\",\"message\":\"" + message + "\"}\n";
    }

    private void host(String... answers) {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            int number = Math.min(asked.size(), answers.length);
            answer(exchange, 200, answers[number - 1]);
        });
    }

    @Test
    void printsTheLinesOfAHost() throws IOException {
        host(record(1, "START RequestId: " + ID) + "\n" + record(2, "\\u001b[31mERROR red") + record(3, "fine"));

        run(true, "--since", "5m");

        assertThat(asked).containsExactly("/_effe/logs?follow=off&function=shop_orders&since=300s");
        assertThat(lines())
                .containsExactly(
                        "2026-11-30T20:00:00Z shop_orders:7 START RequestId: " + ID,
                        "2026-11-30T20:00:00Z shop_orders:7 ?[31mERROR red",
                        "2026-11-30T20:00:00Z shop_orders:7 fine");
    }

    @Test
    void printsWhatIsWantedOnly() throws IOException {
        host(record(1, "START RequestId: " + ID) + record(2, "ERROR [" + ID + "]") + record(3, "ERROR"));

        run(true, "--grep", "ERROR", "--request", ID, "--json", "orders");

        assertThat(lines())
                .containsExactly("{\"time\":\"2026-11-30T20:00:00Z\",\"function\":\"shop_orders\",\"version\":\"7\","
                        + "\"stream\":\"s\",\"message\":\"ERROR [" + ID + "]\"}");
    }

    @Test
    void followsAHostAcrossACutByItsCursor() throws Exception {
        host(record(1, "a") + record(2, "b"), record(3, "c"), "");
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread following = new Thread(() -> {
            try {
                run(true, "-f");
            } catch (IOException e) {
                failure.set(e);
            }
        });
        following.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> asked.size() >= 3);

        assertThat(asked.get(0)).isEqualTo("/_effe/logs?follow=on&function=shop_orders&since=600s");
        assertThat(asked.get(1)).endsWith("&cursor=2");
        assertThat(asked.get(2)).endsWith("&cursor=3");
        assertThat(lines())
                .extracting(line -> line.substring(line.length() - 1))
                .containsExactly("a", "b", "c");
        following.interrupt();
        following.join();
        assertThat(failure.get()).isInstanceOf(ToolException.class).hasMessage("Interrupted");
    }

    private static Map<String, Object> event(String id, long millis, String message) {
        return Map.of(
                "eventId",
                id,
                "timestamp",
                millis,
                "message",
                message + "\n",
                "logStreamName",
                "2026/11/30/[$LATEST]abc");
    }

    @Test
    void asksAwsByPagesAndNoEventTwice() throws Exception {
        long now = System.currentTimeMillis();
        List<Map<String, Object>> answers = List.of(
                Map.of("events", List.of(event("1", now, "a")), "nextToken", "t"),
                Map.of("events", List.of(event("2", now, "b"))),
                Map.of("events", List.of(event("1", now, "a"), event("3", now - 5000, "late"), event("2", now, "b"))),
                Map.of("events", List.of(event("2", now, "b"))));
        List<Map<String, Object>> questions = Collections.synchronizedList(new ArrayList<>());
        server.createContext("/", exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/x-amz-json-1.1");
            asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Target") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            questions.add(JsonFields.map(
                    Objects.requireNonNull(Json.read(exchange.getRequestBody().readAllBytes()))));
            int number = Math.min(questions.size(), answers.size());
            answer(exchange, 200, Json.text(answers.get(number - 1)));
        });
        Thread following = new Thread(() -> {
            try {
                run(false, "-f", "--since", "1m");
            } catch (IOException e) {
                // Interrupted.
            }
        });
        following.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> questions.size() >= 4);
        following.interrupt();
        following.join();

        assertThat(asked.get(0))
                .startsWith("Logs_20140328.FilterLogEvents AWS4-HMAC-SHA256")
                .contains("/eu-west-1/logs/aws4_request", "x-amz-target");
        assertThat(questions.get(0)).containsEntry("logGroupName", "/aws/lambda/shop_orders");
        assertThat((Long) questions.get(0).get("startTime")).isBetween(now - 60_000, now + 60_000);
        assertThat(questions.get(1)).containsEntry("nextToken", "t");
        assertThat(questions.get(2)).doesNotContainKey("nextToken").containsEntry("startTime", now - 10_000);
        assertThat(lines())
                .extracting(line -> line.substring(line.indexOf(' ') + 1))
                .containsExactly("shop_orders:$LATEST a", "shop_orders:$LATEST b", "shop_orders:$LATEST late");
    }

    @Test
    void endsWithTheReasonWherePlacesHaveNoSuchFunction() {
        server.createContext(
                "/", exchange -> answer(exchange, 404, "{\"Message\":\"Function not found: shop_orders\"}"));

        for (String[] arguments : List.of(new String[0], new String[] {"-f"})) {
            assertThatThrownBy(() -> run(true, arguments))
                    .isInstanceOf(ToolException.class)
                    .hasMessageContaining("Function not found: shop_orders");
        }
    }

    @Test
    void endsWhereNobodyAnswers() {
        server.stop(0);

        assertThatThrownBy(() -> run(true, "-f"))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("is effe host running there?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1s", "3651d", "5 m"})
    void refusesATimeThatIsNone(String since) {
        assertThatThrownBy(() -> run(true, "--since=" + since))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--since");
    }
}
