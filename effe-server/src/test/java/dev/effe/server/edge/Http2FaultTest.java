package dev.effe.server.edge;

import static dev.effe.server.kit.Frames.CANCEL;
import static dev.effe.server.kit.Frames.INITIAL_WINDOW_SIZE;
import static dev.effe.server.kit.Frames.INTERNAL_ERROR;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Functions that fail and clients that go, in HTTP/2; with every buffer watched. */
@Timeout(60)
class Http2FaultTest {

    private ResourceLeakDetector.Level usual;

    @BeforeEach
    void watchBuffers() {
        usual = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void watchNoMore() {
        ResourceLeakDetector.setLevel(usual);
    }

    /** Has lost buffers found, and sees that there are none. */
    private static void assertNoLeak(Http2Server server) throws Exception {
        for (int i = 0; i < 3; i++) {
            System.gc();
            try (Http2Client client = server.connect()) {
                client.answer(client.get("/large?bytes=100000"));
            }
        }
        assertThat(server.edge.logged(Level.ERROR)).noneMatch(line -> line.contains("LEAK"));
    }

    @Test
    void aFunctionThatThrows() throws Exception {
        try (Http2Server server = new Http2Server();
                Http2Client client = server.connect()) {
            Answer answer = client.answer(client.get("/throw"));
            assertThat(answer.status).isEqualTo(500);
            assertThat(answer.headers).containsEntry("content-type", "application/problem+json");
            assertThat(answer.text()).contains("function-error").doesNotContain("secret");

            assertThat(client.answer(client.get("/refuse")).text()).contains("Not now");
            client.leave();
            server.awaitNothingLeft();
            assertNoLeak(server);
        }
    }

    @Test
    void aFunctionThatThrowsInTheMiddleOfItsAnswer() throws Exception {
        try (Http2Server server = new Http2Server();
                Http2Client client = server.connect()) {
            for (int i = 0; i < 150; i++) { // More than a client may cause.
                Answer answer = client.received(client.get("/cut?bytes=20000"));
                client.readUntil(() -> answer.body.size() == 20_000);
                server.mayFail.release();
                client.readUntil(() -> answer.ended || answer.reset >= 0);
                assertThat(answer.status).isEqualTo(200);
                assertThat(answer.ended).isFalse();
                assertThat(answer.reset).isEqualTo(INTERNAL_ERROR);
            }
            assertThat(client.answer(client.get("/")).status).isEqualTo(200);
            client.leave();
            server.awaitNothingLeft();
            assertNoLeak(server);
        }
    }

    @Test
    void moreRequestsThanTheServerTakes() throws Exception {
        try (Http2Server server = new Http2Server("max-contexts", "1", "max-queue", "1");
                Http2Client client = server.connect()) {
            int running = client.get("/wait");
            int queued = client.get("/");
            Answer answer = client.answer(client.get("/"));

            assertThat(answer.status).isEqualTo(503);
            assertThat(answer.headers).containsEntry("retry-after", "1");
            server.mayAnswer.countDown();
            assertThat(client.answer(running).status).isEqualTo(200);
            assertThat(client.answer(queued).status).isEqualTo(200);
        }
    }

    @Test
    void aClientThatCancelsWhileItsFunctionRuns() throws Exception {
        try (Http2Server server = new Http2Server("max-contexts", "20");
                Http2Client client = server.connect()) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                streams.add(client.get("/wait"));
            }
            await().until(() -> server.running.get() == 20);
            for (int stream : streams) {
                client.reset(stream, CANCEL);
            }
            client.sync();
            server.mayAnswer.countDown();
            await().until(() -> server.edge.metric("effe_invocations_open") == 0);

            assertThat(server.edge.metric("effe_http_client_aborts_total")).isEqualTo(20);
            assertThat(client.answer(client.get("/")).status).isEqualTo(200);
            client.leave();
            server.awaitNothingLeft();
            server.assertQuiet();
            assertNoLeak(server);
        }
    }

    @Test
    void aClientThatCancelsOrLeavesInTheMiddleOfAnswersAndBodies() throws Exception {
        try (Http2Server server = new Http2Server("max-unsent", "50000")) {
            for (boolean leaves : new boolean[] {false, true}) {
                try (Http2Client client = server.connect(INITIAL_WINDOW_SIZE, 1000)) {
                    client.opensWindows = false;
                    List<Integer> streams = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        streams.add(client.get("/stream?bytes=1000000"));
                        streams.add(client.get("/large?bytes=1000000"));
                        int half = client.post("/echo");
                        client.body(half, new byte[5000], false);
                        streams.add(half);
                    }
                    int begun = leaves ? 40 : 20;
                    await().until(() -> server.calls.get() == begun && server.running.get() == 10);
                    for (int stream : streams) {
                        if (!leaves) {
                            client.reset(stream, CANCEL);
                        }
                    }
                    if (!leaves) {
                        client.sync();
                        assertThat(client.goAway).isEqualTo(-1);
                    }
                }
                server.awaitNothingLeft();
            }
            assertThat(server.writeFailures).hasSize(20).allMatch(IOException.class::isInstance);
            server.assertQuiet();
            assertNoLeak(server);
        }
    }
}
