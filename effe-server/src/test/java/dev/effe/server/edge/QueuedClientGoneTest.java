package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Frames;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that go while their requests wait in the queue. */
@Timeout(60)
class QueuedClientGoneTest {

    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static Socket send(Http2Server server) throws Exception {
        Socket socket = server.edge.connect();
        socket.getOutputStream().write(REQUEST);
        return socket;
    }

    private static void reset(Socket socket) throws Exception {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void aResetConnectionLeavesTheQueue() throws Exception {
        try (Http2Server server = new Http2Server("max-contexts", "1", "max-queue", "2");
                Http2Client other = server.connect()) {
            int running = other.get("/wait");
            server.edge.awaitMetric("effe_invocations_running", 1);
            Socket gone = send(server);
            server.edge.awaitMetric("effe_invocations_queued", 1);
            Socket waiting = send(server);
            server.edge.awaitMetric("effe_invocations_queued", 2);
            reset(gone);
            server.edge.awaitMetric("effe_invocations_queued", 1);
            assertThat(server.edge.metric("effe_invocations_open")).isEqualTo(2);
            waiting.shutdownOutput(); // Which is no way of leaving.

            server.mayAnswer.countDown();
            assertThat(other.answer(running).status).isEqualTo(200);
            assertThat(new String(waiting.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            waiting.close();
            assertThat(server.calls).hasValue(2);
            assertThat(server.edge.metric("effe_http_client_aborts_total")).isEqualTo(1);
            other.leave();
            server.awaitNothingLeft();
            server.assertQuiet();
        }
    }

    /** Though cancelled streams count until their run has ended: theirs never begins. */
    @Test
    void aResetStreamLeavesTheQueueAndItsPlaceInTheConnection() throws Exception {
        try (Http2Server server =
                        new Http2Server("max-contexts", "1", "max-streams", "2", "max-stream-resets", "1000");
                Http2Client client = server.connect()) {
            int running = client.get("/wait");
            for (int i = 0; i < 100; i++) {
                client.reset(client.get("/"), Frames.CANCEL);
            }
            client.sync();
            assertThat(server.edge.metric("effe_invocations_queued")).isZero();
            int last = client.get("/");
            server.edge.awaitMetric("effe_invocations_queued", 1);
            server.mayAnswer.countDown();

            assertThat(client.answer(running).status).isEqualTo(200);
            assertThat(client.answer(last).status).isEqualTo(200);
            assertThat(server.calls).hasValue(2);
            client.leave();
            server.awaitNothingLeft();
            server.assertQuiet();
        }
    }

    @Test
    void whoGoesJustWhenItsRunBeginsCostsNothing() throws Exception {
        try (Http2Server server = new Http2Server("max-contexts", "1", "max-stream-resets", "10000");
                Http2Client client = server.connect()) {
            server.mayAnswer.countDown();
            for (int round = 0; round < 300; round++) {
                List<Integer> streams = new ArrayList<>();
                Socket socket = send(server);
                for (int i = 0; i < 4; i++) {
                    streams.add(client.get("/"));
                }
                for (int stream : streams.subList(1, 4)) {
                    client.reset(stream, Frames.CANCEL);
                }
                client.flush();
                reset(socket);
                Answer answer = client.answer(streams.get(0));
                assertThat(answer.status).isEqualTo(200);
            }
            client.leave();
            server.awaitNothingLeft();
            server.assertQuiet();
        }
    }
}
