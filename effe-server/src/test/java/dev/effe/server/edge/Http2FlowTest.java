package dev.effe.server.edge;

import static dev.effe.server.kit.Frames.CANCEL;
import static dev.effe.server.kit.Frames.FLOW_CONTROL_ERROR;
import static dev.effe.server.kit.Frames.INITIAL_WINDOW_SIZE;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flow control from the function to the client and back (RFC 9113, 5.2 and 6.9). */
@Timeout(60)
class Http2FlowTest {

    private static final int LARGE = 10_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/stream"})
    void sendsALargeAnswerThroughSmallWindows(String path) throws Exception {
        try (Http2Server server = new Http2Server("max-unsent", "100000");
                Http2Client client = server.connect(INITIAL_WINDOW_SIZE, 5000)) {
            Answer answer = client.answer(client.get(path + "?bytes=" + LARGE));

            assertThat(answer.body.toByteArray()).isEqualTo(Http2Server.pattern(LARGE));
            server.assertQuiet();
        }
    }

    @Test
    void receivesALargeBodyAndSendsItBack() throws Exception {
        try (Http2Server server = new Http2Server();
                Http2Client client = server.connect()) {
            int stream = client.post("/echo");
            client.body(stream, Http2Server.pattern(5_000_000));

            assertThat(client.answer(stream).body.toByteArray()).isEqualTo(Http2Server.pattern(5_000_000));
        }
    }

    @Test
    void aStreamThatMayNotGoOnStopsItsOwnWriterOnly() throws Exception {
        try (Http2Server server = new Http2Server("max-unsent", "100000");
                Http2Client client = server.connect(INITIAL_WINDOW_SIZE, 0)) {
            client.opensWindows = false;
            int stopped = client.get("/stream?bytes=" + LARGE);
            int large = client.get("/large?bytes=" + LARGE);
            Answer head = client.received(stopped);
            client.readUntil(() -> head.status == 200);

            for (int i = 0; i < 10; i++) {
                int other = client.get("/stream?bytes=50000");
                client.openWindow(other, 50_000);
                client.openWindow(0, 50_000);
                assertThat(client.answer(other).body.toByteArray()).isEqualTo(Http2Server.pattern(50_000));
            }
            assertThat(head.body.size()).isZero();
            await().until(() -> server.running.get() == 1); // The large one may still be made.

            for (int stream : new int[] {stopped, large}) {
                client.openWindow(0, LARGE);
                client.openWindow(stream, LARGE);
                assertThat(client.answer(stream).body.toByteArray()).isEqualTo(Http2Server.pattern(LARGE));
            }
            server.assertQuiet();
        }
    }

    @Test
    void aStreamThatIsNotTakenIsResetAndTheConnectionGoesOn() throws Exception {
        String[] paths = {"/", "/large?bytes=100000", "/stream?bytes=1000000", "/bad-escape-%zz"};
        try (Http2Server server = new Http2Server("write-timeout", "1s", "max-unsent", "100000");
                Http2Client client = server.connect(INITIAL_WINDOW_SIZE, 0)) {
            for (String path : paths) {
                client.get(path);
            }
            for (int i = 0; i < paths.length; i++) {
                assertThat(client.answer(1 + 2 * i).reset).isEqualTo(CANCEL);
            }
            int other = client.get("/");
            client.openWindow(other, 100);
            assertThat(client.answer(other).text()).isEqualTo("0 bytes");
            assertThat(server.edge.metric("effe_http_stalled_total")).isEqualTo(paths.length);
            client.leave();
            server.awaitNothingLeft();
            assertThat(server.writeFailures).singleElement().isInstanceOf(IOException.class);
            server.assertQuiet();
        }
    }

    @Test
    void aClientThatTakesALittleAtATimeIsServed() throws Exception {
        try (Http2Server server = new Http2Server("write-timeout", "1s");
                Http2Client client = server.connect(INITIAL_WINDOW_SIZE, 0)) {
            client.opensWindows = false;
            int stream = client.get("/large?bytes=100000");
            for (int i = 1; i <= 5; i++) {
                int taken = 10 * i;
                client.openWindow(stream, 10);
                client.readUntil(() -> client.received(stream).body.size() == taken);
                await().pollDelay(Duration.ofMillis(250)).until(() -> true);
            }
            client.openWindow(stream, 100_000);
            client.openWindow(0, 100_000);
            assertThat(client.answer(stream).body.size()).isEqualTo(100_000);
            server.assertQuiet();
        }
    }

    @Test
    void aClientThatReadsNothingIsReset() throws Exception {
        try (Http2Server server = new Http2Server("write-timeout", "1s");
                Http2Client client = server.connect(INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)) {
            client.openWindow(0, Integer.MAX_VALUE - 65_535);
            client.get("/large?bytes=20000000");
            client.get("/stream?bytes=20000000");

            await().atMost(Duration.ofSeconds(60)).until(() -> server.edge.metric("effe_http_connections") == 0);
            server.awaitNothingLeft();
            assertThat(server.writeFailures).singleElement().isInstanceOf(IOException.class);
            server.assertQuiet();
        }
    }

    @Test
    void aFunctionThatStreamsToAHeadGoesOnAlthoughTheStreamIsOver() throws Exception {
        try (Http2Server server = new Http2Server();
                Http2Client client = server.connect()) {
            head(client, "/pause");
            server.mayAnswer.countDown();

            awaitNothingOpen(server);
            server.assertQuiet();
        }
    }

    @Test
    void aFunctionThatFailsAfterItsAnswerToAHeadHoldsNothing() throws Exception {
        try (Http2Server server = new Http2Server();
                Http2Client client = server.connect()) {
            head(client, "/cut?bytes=1");
            server.mayFail.release();

            awaitNothingOpen(server);
            assertThat(client.answer(client.get("/")).status).isEqualTo(200);
        }
    }

    /** Returns when the server knows too that the stream is over. */
    private static void head(Http2Client client, String path) throws Exception {
        int stream = client.newStream();
        client.headers(stream, true, Http2Client.request("HEAD", path));
        assertThat(client.answer(stream).status).isEqualTo(200);
        assertThat(client.answer(client.get("/")).status).isEqualTo(200);
    }

    private static void awaitNothingOpen(Http2Server server) {
        await().untilAsserted(() ->
                assertThat(server.edge.metric("effe_invocations_open")).isZero());
    }

    @Test
    void bodiesThatAreTooLargeTogetherWaitForTheirTurn() throws Exception {
        try (Http2Server server = new Http2Server("max-body", "500000", "max-memory", "16MiB", "queue-timeout", "60s");
                Http2Client client = server.connect()) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                streams.add(client.post("/"));
            }
            byte[] piece = new byte[1000];
            int held = 0;
            boolean sent = true;
            while (sent) {
                client.sync(); // The windows of what was sent are known then.
                sent = false;
                for (int stream : streams) {
                    while (client.room(stream) >= 1000 && client.sentBytes(stream) < 400_000) {
                        client.body(stream, piece, false);
                        held += 1000;
                        sent = true;
                    }
                }
            }
            // Each needs room for the longest body, since nobody knows its length; the others wait within a window.
            int limit = 12 * 1024 * 1024;
            assertThat(held).isGreaterThan(limit / 500_000 * 400_000).isLessThan(limit + 60 * 65_536);
            int greedy = streams.remove(streams.size() - 1);
            for (int i = 0; i < 70; i++) {
                client.data(greedy, piece, false);
            }
            assertThat(client.answer(greedy).reset).isEqualTo(FLOW_CONTROL_ERROR);
            for (int stream : streams) {
                int rest = 500_000 - client.sentBytes(stream);
                client.body(stream, new byte[rest], true);
                assertThat(client.answer(stream).text()).isEqualTo("500000 bytes");
            }
            server.assertQuiet();
        }
    }
}
