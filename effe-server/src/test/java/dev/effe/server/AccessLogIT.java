package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.Selling;
import com.acme.shop.Stock;
import com.acme.topics.Booking;
import dev.effe.server.json.Json;
import dev.effe.server.kit.Soon;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line for each request, in the real process with the built-in hello. */
class AccessLogIT {

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> post(EffeProcess effe, Version version, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + path))
                .version(version)
                .timeout(EffeProcess.PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static void malformed(EffeProcess effe) throws IOException {
        try (Socket socket = new Socket("localhost", effe.port())) {
            socket.getOutputStream().write("GET /x HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void jsonHasALineForEachRequestButHealth() throws Exception {
        try (EffeProcess effe = EffeProcess.in(folder)
                .start("--port", "0", "--access-log", "json")
                .ready()) {
            HttpResponse<String> one = post(effe, Version.HTTP_1_1, "/a%20b?secret=1", "four");
            HttpResponse<String> two = post(effe, Version.HTTP_2, "/two", "");
            client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + "/_effe/livez"))
                            .build(),
                    BodyHandlers.ofString());
            malformed(effe);
            effe.term().exitCode();

            List<Map<?, ?>> lines = effe.output()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .<Map<?, ?>>map(line -> (Map<?, ?>) Json.read(line.getBytes(UTF_8)))
                    .toList();
            assertThat(lines).hasSize(3);
            Map<?, ?> first = lines.get(0);
            assertThat(first.get("requestId"))
                    .isEqualTo(one.headers().firstValue("X-Request-Id").orElseThrow());
            assertThat(first.get("client")).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
            assertThat(first.get("method")).isEqualTo("POST");
            assertThat(first.get("path")).isEqualTo("/a%20b");
            assertThat(first.get("status")).isEqualTo(200);
            assertThat(first.get("in")).isEqualTo(4);
            assertThat(first.get("out")).isEqualTo(one.body().length());
            for (String time : List.of("queue", "start", "run", "total")) {
                assertThat(((Number) first.get(time)).doubleValue()).as(time).isBetween(0.0, 60_000.0);
            }
            assertThat(((Number) first.get("total")).doubleValue())
                    .isGreaterThanOrEqualTo(((Number) first.get("run")).doubleValue());
            assertThat(lines.get(1).get("path")).isEqualTo("/two");
            assertThat(lines.get(1).get("out")).isEqualTo(two.body().length());
            assertThat(lines.get(2).get("status")).isEqualTo(400);
        }
    }

    @Test
    void textIsOneLineThatNobodyCanForge() throws Exception {
        try (EffeProcess effe = EffeProcess.in(folder)
                .start("--port", "0", "--access-log", "text")
                .ready()) {
            post(effe, Version.HTTP_1_1, "/x", "four");
            effe.term().exitCode();
            assertThat(effe.output().lines().filter(line -> line.contains(" ACCESS ")))
                    .singleElement()
                    .asString()
                    .matches(
                            "[-0-9T:.]{23}Z ACCESS \\[[^]]+\\] client=\\S+ method=POST path=/x outcome=succeeded context=1 status=200 in=4"
                                    + " out=\\d+ queue=\\d+\\.\\d{3} start=\\d+\\.\\d{3} run=\\d+\\.\\d{3} write=\\d+\\.\\d{3} total=\\d+\\.\\d{3}");
        }
    }

    @Test
    void anEventHasALineAtItsEnd() throws Exception {
        try (EffeProcess effe = EffeProcess.in(folder)
                .start(
                        "--port",
                        "0",
                        "--access-log",
                        "text",
                        "--lambda-api",
                        "on",
                        "--function-name",
                        "hello",
                        "--data-dir",
                        folder.resolve("data").toString())
                .ready()) {
            String path = "/2015-03-31/functions/hello/invocations";
            HttpRequest event = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + path))
                    .header("X-Amz-Invocation-Type", "Event")
                    .timeout(EffeProcess.PATIENCE)
                    .POST(BodyPublishers.ofString("1"))
                    .build();
            HttpResponse<String> accepted = client.send(event, BodyHandlers.ofString());
            String id = accepted.headers().firstValue("x-amzn-RequestId").orElseThrow();
            Soon.await().until(() -> effe.output().contains(" kind="));
            effe.term().exitCode();
            assertThat(effe.output().lines().filter(line -> line.contains(" kind=")))
                    .singleElement()
                    .asString()
                    .matches("\\S+ ACCESS \\[" + id
                            + "\\] kind=event outcome=succeeded context=1 in=1 out=\\d+ queue=\\d+\\.\\d{3}"
                            + " start=\\d+\\.\\d{3} run=\\d+\\.\\d{3} total=\\d+\\.\\d{3}");
        }
    }

    @Test
    void aCallAndAnEventOfATopicHaveALineWithTheirBytes() throws Exception {
        new FunctionJar().add(Selling.class).add(Stock.class).add(Booking.class).jar(folder.resolve("shop.jar"));
        Path app = Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  orders:
                    code: shop.jar
                    logic: com.acme.shop.Selling
                    routes: [POST /orders]
                    calls: [stock]
                    appends: [placed]
                  stock: {code: shop.jar, logic: com.acme.shop.Stock}
                  report:
                    code: shop.jar
                    logic: com.acme.topics.Booking
                    set: {book: book.txt}
                    triggers: [{topic: placed, from: earliest}]
                topics: {placed: {lanes: 1}}
                settings: {port: 0, access-log: text, data-dir: data}
                """);
        try (EffeProcess effe =
                EffeProcess.in(folder).start("--app", app.toString()).ready()) {
            post(effe, Version.HTTP_1_1, "/orders", "42");
            Soon.await().until(() -> effe.output().contains(" kind=trigger "));
            effe.term().exitCode();
            String times = " queue=\\d+\\.\\d{3} start=\\d+\\.\\d{3} run=\\d+\\.\\d{3} total=\\d+\\.\\d{3}";
            assertThat(effe.output().lines().filter(line -> line.contains(" kind=")))
                    .hasSize(2)
                    .anyMatch(line -> line.matches(
                            ".* kind=call function=stock outcome=succeeded context=\\d+ in=0 out=\\d\\d" + times))
                    .anyMatch(line -> line.matches(
                            ".* kind=trigger function=report outcome=succeeded context=\\d+ in=2 out=0" + times));
        }
    }

    @Test
    void withoutItThereIsNoSuchLine() throws Exception {
        try (EffeProcess effe = EffeProcess.in(folder).start("--port", "0").ready()) {
            post(effe, Version.HTTP_1_1, "/x", "four");
            effe.term().exitCode();
            assertThat(effe.output()).doesNotContain("ACCESS", "/x");
        }
    }
}
