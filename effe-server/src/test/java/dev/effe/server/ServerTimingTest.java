package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.RecordingLogic;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The header by which answers tell their times. */
class ServerTimingTest {

    private static final String NAME = "Server-Timing";

    @TempDir
    Path folder;

    /** The times of a header, in milliseconds. */
    private static Map<String, Double> times(String header) {
        Map<String, Double> times = new LinkedHashMap<>();
        for (String each : header.split(", ")) {
            assertThat(each).matches("[a-z]+;dur=\\d+\\.\\d{3}");
            String[] parts = each.split(";dur=");
            times.put(parts[0], Double.parseDouble(parts[1]));
        }
        return times;
    }

    private static Map<String, Double> timesOf(HttpResponse<String> answer) {
        List<String> values = answer.headers().allValues(NAME);
        assertThat(values).hasSize(1);
        return times(values.get(0));
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    @Test
    void tellsHowLongACallWaitedAndRan() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Logic<?> logic = Logic.of((Logic.Handler) (request, response) -> release.await());
        try (ServerTester server = ServerTester.start(
                        logic, "server-timing", "on", "min-contexts", "1", "max-contexts", "1")
                .ready()) {
            long beganNanos = System.nanoTime();
            CompletableFuture<HttpResponse<String>> first = server.getAsync("/first");
            await().atMost(ServerTester.PATIENCE).until(() -> server.metric("effe_invocations_running") == 1);
            CompletableFuture<HttpResponse<String>> second = server.getAsync("/second");
            await().atMost(ServerTester.PATIENCE).until(() -> server.metric("effe_invocations_queued") == 1);
            long queuedNanos = System.nanoTime();
            server.metric("effe_invocations_queued"); // Takes a while.
            double waited = millisSince(queuedNanos);
            release.countDown();

            Map<String, Double> ran = timesOf(first.join());
            Map<String, Double> queued = timesOf(second.join());
            double all = millisSince(beganNanos);
            assertThat(ran.keySet()).containsExactly("queue", "start", "run");
            assertThat(ran.get("run")).isBetween(waited, all);
            assertThat(queued.get("queue")).isBetween(waited, all);
            assertThat(queued.get("start")).isZero();
        }
    }

    @Test
    void tellsHowLongAColdCallWaitedForItsContext() throws Exception {
        RecordingLogic logic = RecordingLogic.hello();
        try (ServerTester server = ServerTester.start(logic, "server-timing", "on", "min-contexts", "0")
                .ready()) {
            assertThat(timesOf(server.get("/cold")).get("start")).isPositive();
            assertThat(timesOf(server.get("/warm")).get("start")).isZero();
        }
    }

    @Test
    void isBesideTheFunctionsOwn() throws Exception {
        Logic<?> logic = Logic.of((Logic.Handler)
                (request, response) -> response.header(NAME, "db;dur=5").text("ok"));
        try (ServerTester server =
                ServerTester.start(logic, "server-timing", "on").ready()) {
            List<String> values = server.get("/").headers().allValues(NAME);
            assertThat(values).hasSize(2).contains("db;dur=5");
        }
        try (ServerTester server = ServerTester.start(logic).ready()) {
            assertThat(server.get("/").headers().allValues(NAME)).containsExactly("db;dur=5");
        }
    }

    /** A page of the server's own is no call. */
    @Test
    void failuresHaveItAndPagesHaveNone() throws Exception {
        Logic<?> logic = Logic.of((Logic.Handler) (request, response) -> {
            throw new IllegalStateException("meant by the test");
        });
        try (ServerTester server =
                ServerTester.start(logic, "server-timing", "on").ready()) {
            HttpResponse<String> failed = server.get("/");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(timesOf(failed).keySet()).containsExactly("queue", "start", "run");
            assertThat(server.get("/_effe/livez").headers().allValues(NAME)).isEmpty();
        }
    }

    private static void stream(Request request, Response response) throws Exception {
        try (OutputStream out = response.stream()) {
            out.write('a');
            out.flush();
            out.write('b');
        }
    }

    @Test
    void aStreamTellsWhatIsKnownAtItsHead() throws Exception {
        try (ServerTester server = ServerTester.start(
                        Logic.of((Logic.Handler) ServerTimingTest::stream), "server-timing", "on")
                .ready()) {
            HttpResponse<String> answer = server.get("/");
            assertThat(answer.body()).isEqualTo("ab");
            assertThat(timesOf(answer).keySet()).containsExactly("queue", "start");
        }
    }

    @Test
    void http2HasItToo() throws Exception {
        Logic<?> logic = Logic.of((Logic.Handler) (request, response) -> {
            if (request.path().equals("/stream")) {
                stream(request, response);
            } else {
                response.text("ok");
            }
        });
        try (ServerTester server =
                        ServerTester.start(logic, "server-timing", "on").ready();
                Socket socket = new Socket("localhost", server.server.port());
                Http2Client client = new Http2Client(socket).greet()) {
            Map<String, String> whole = client.answer(client.get("/")).headers;
            assertThat(times(whole.get("server-timing")).keySet()).containsExactly("queue", "start", "run");
            Map<String, String> stream = client.answer(client.get("/stream")).headers;
            assertThat(times(stream.get("server-timing")).keySet()).containsExactly("queue", "start");
        }
    }

    @Test
    void theInvokeApiAnswersAsAwsDoes() throws Exception {
        Logic<?> logic = new InvokeApiTest.Echo();
        try (InvokeTester server = InvokeTester.start(logic, folder, "server-timing", "on")) {
            server.tester.ready();
            HttpResponse<String> answer = server.invoke("1");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().allValues(NAME)).isEmpty();
            assertThat(timesOf(server.tester.get("/"))).isNotEmpty();
        }
    }
}
