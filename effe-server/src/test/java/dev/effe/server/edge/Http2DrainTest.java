package dev.effe.server.edge;

import static dev.effe.server.kit.Frames.NO_ERROR;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a server, seen by clients of HTTP/2 (RFC 9113, 6.8). */
@Timeout(60)
class Http2DrainTest {

    @Test
    void finishesWhatRunsAndSaysWhatItTook() throws Exception {
        ExecutorService stopper = Executors.newSingleThreadExecutor();
        try (Http2Server server = new Http2Server();
                Http2Client busy = server.connect();
                Http2Client idle = server.connect()) {
            int running = busy.get("/wait");
            int uploading = busy.post("/");
            busy.sync();
            idle.answer(idle.get("/"));
            Future<Boolean> complete = stopper.submit(server.edge::stop);

            assertThat(idle.end()).isEqualTo(NO_ERROR);
            assertThat(idle.lastStream).isEqualTo(1);
            idle.leave();
            busy.readUntil(() -> busy.goAway == NO_ERROR);
            assertThat(busy.lastStream).isEqualTo(Integer.MAX_VALUE);
            assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class);

            // On its way when the GOAWAY came.
            int late = busy.get("/");
            assertThat(busy.answer(late).text()).isEqualTo("0 bytes");
            busy.data(uploading, new byte[10], true);
            assertThat(busy.answer(uploading).text()).isEqualTo("10 bytes");
            server.mayAnswer.countDown();
            assertThat(busy.answer(running).text()).isEqualTo("waited");

            assertThat(busy.end()).isEqualTo(NO_ERROR);
            assertThat(busy.lastStream).isEqualTo(late);
            busy.leave();
            assertThat(complete.get(60, TimeUnit.SECONDS)).isTrue();
            server.assertQuiet();
        } finally {
            stopper.shutdown();
        }
    }

    /**
     * Clients that keep to the rules: after the GOAWAY they wait for their answers and send nothing new. Whoever had not
     * read it yet may send too late: that the server did not take the request, it says in its last GOAWAY.
     */
    @Test
    void losesNothingUnderLoad() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(9);
        try (Http2Server server = new Http2Server()) {
            List<Future<Integer>> loads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                loads.add(threads.submit(() -> load(server)));
            }
            await().until(() -> server.calls.get() > 1000);
            assertThat(server.edge.stop()).isTrue();
            int answered = 0;
            for (Future<Integer> load : loads) {
                answered += load.get();
            }
            assertThat(server.calls).hasValue(answered);
            server.assertQuiet();
        } finally {
            threads.shutdown();
        }
    }

    /** Returns how many requests were answered: all that the server did not name as not taken. */
    private static int load(Http2Server server) throws IOException {
        try (Http2Client client = server.connect()) {
            int answered = 0;
            while (client.goAway < 0) {
                int[] streams = {client.get("/"), client.get("/large?bytes=1000"), client.get("/")};
                for (int stream : streams) {
                    if (client.answer(stream).ended) {
                        answered++;
                    } else {
                        assertThat(stream).isGreaterThan(client.lastStream);
                    }
                }
            }
            assertThat(client.end()).isEqualTo(NO_ERROR);
            return answered;
        }
    }

    @Test
    void aConnectionThatHasNotSpokenHoldsNothingUp() throws Exception {
        try (Http2Server server = new Http2Server();
                Socket silent = server.edge.connect()) {
            long begun = System.nanoTime();
            assertThat(server.edge.stop()).isTrue();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void cutsWhatDoesNotEndInTime() throws Exception {
        ExecutorService stopper = Executors.newSingleThreadExecutor();
        try (Http2Server server = new Http2Server("drain-timeout", "1s");
                Http2Client client = server.connect()) {
            Answer answer = client.received(client.get("/wait"));
            client.sync();
            Future<Boolean> complete = stopper.submit(server.edge::stop);

            client.readUntil(() -> answer.ended);
            assertThat(answer.status).isEqualTo(503);
            assertThat(answer.text()).contains("urn:effe:error:draining");
            client.leave();
            assertThat(complete.get(60, TimeUnit.SECONDS)).isFalse();
        } finally {
            stopper.shutdown();
        }
    }
}
