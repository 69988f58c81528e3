package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.kit.RawClient;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that end their side and read on, at moments when nothing is being read from them or written to them. */
@Timeout(120)
class HalfCloseTest {

    private static final int LARGE_BYTES = 20_000_000;

    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    private void answer(Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/wait" -> {
                mayAnswer.await();
                response.text("waited");
            }
            case "/large" -> {
                mayAnswer.await();
                response.send(new byte[LARGE_BYTES]);
            }
            default -> response.text(request.path());
        }
    }

    @Test
    void pipelinedRequestsThatFilledTheBufferAreAllAnswered() throws Exception {
        String padding = "X-Padding: " + "x".repeat(2000);
        int requests = 200;
        try (TestServer edge = TestServer.serving(this::answer)) {
            RawClient client = edge.client().send(TestServer.get("/wait"));
            for (int i = 0; i < requests; i++) {
                client.send(TestServer.request("GET", "/" + i, padding));
            }
            client.finish();
            // Its answer comes later than the FIN, on each of the event loops.
            for (int i = 0; i < 10; i++) {
                edge.fetch("/other");
            }
            mayAnswer.countDown();

            assertThat(client.read().text()).isEqualTo("waited");
            for (int i = 0; i < requests; i++) {
                assertThat(client.read().text()).isEqualTo("/" + i);
            }
            assertThat(client.end()).isEqualTo("FIN");
        }
    }

    @Test
    void aLargeAnswerArrivesWhole() throws Exception {
        try (TestServer edge = TestServer.serving(this::answer)) {
            RawClient client =
                    edge.client(8 * 1024).send(TestServer.get("/large")).finish();
            for (int i = 0; i < 10; i++) {
                edge.fetch("/other");
            }
            mayAnswer.countDown();

            assertThat(client.read().body()).hasSize(LARGE_BYTES);
            assertThat(client.end()).isEqualTo("FIN");
        }
    }
}
