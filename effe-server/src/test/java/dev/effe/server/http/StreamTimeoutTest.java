package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stream has a timeout of its own, which begins with its first byte. */
class StreamTimeoutTest {

    private static final byte[] EVENT = "data: 1\n\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final BlockingQueue<Exception> interrupts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Duration> remaining = new LinkedBlockingQueue<>();

    /** Sends an event, and another one when it may end. */
    private void events(Request request, Response response) throws IOException {
        OutputStream out = response.header("Content-Type", "text/event-stream").stream();
        out.write(EVENT);
        if (request.query("flush").isPresent()) {
            out.flush();
        }
        remaining.add(request.remaining());
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            interrupts.add(e);
        }
        out.write(EVENT);
        out.flush();
    }

    @Test
    void eventsOutliveTimeout() throws Exception {
        try (TestServer edge = TestServer.serving(this::events, "timeout", "1s")) {
            RawClient client = edge.client().send(TestServer.get("/?flush"));
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(client.chunk()).isEqualTo(EVENT);
            assertThat(remaining.take()).isGreaterThan(Duration.ofMinutes(14));
            assertThat(interrupts.poll(1500, TimeUnit.MILLISECONDS)).isNull();
            mayEnd.countDown();
            assertThat(client.chunk()).isEqualTo(EVENT);
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void timeoutHoldsUntilTheFirstByte() throws Exception {
        try (TestServer edge = TestServer.serving(this::events, "timeout", "1s")) {
            assertThat(edge.client().send(TestServer.get("/")).read().status()).isEqualTo(504);
            assertThat(interrupts.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aStreamThatIsTooLongIsCutByAReset() throws Exception {
        try (TestServer edge = TestServer.serving(this::events, "stream-timeout", "1s")) {
            RawClient client = edge.client().send(TestServer.get("/?flush"));
            client.head();
            client.chunk();
            assertThat(client.end()).isEqualTo("RST");
            assertThat(interrupts.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    /** Its answer is whole with its head, so the function has no time of a stream, and its end is no cut. */
    @Test
    void aHeadHasTimeoutAndIsNotCut() throws Exception {
        try (TestServer edge = TestServer.serving(this::events, "timeout", "1s", "min-contexts", "2")) {
            RawClient client = edge.client();
            client.send(TestServer.request("HEAD", "/?flush"));
            HttpAnswer answer = client.read("HEAD");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(interrupts.poll(60, TimeUnit.SECONDS)).isNotNull();
            mayEnd.countDown();
            assertThat(client.send(TestServer.get("/?flush")).read().text()).isEqualTo("data: 1\n\ndata: 1\n\n");
        }
    }

    @Test
    void aStreamToNobodyHasTimeout() throws Exception {
        try (TestServer edge = TestServer.serving(this::events, "timeout", "1s")) {
            RawClient client = edge.client().send(TestServer.get("/?flush"));
            client.head();
            client.reset();
            assertThat(interrupts.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aDrainCutsWhatStreams() throws Exception {
        TestServer edge = TestServer.serving(this::events, "drain-timeout", "1s");
        RawClient client = edge.client().send(TestServer.get("/?flush"));
        client.head();
        client.chunk();
        assertThat(edge.server.stop()).isFalse();
        assertThat(interrupts.poll(60, TimeUnit.SECONDS)).isNotNull();
        assertThat(client.end()).isEqualTo("RST");
        edge.close();
    }
}
