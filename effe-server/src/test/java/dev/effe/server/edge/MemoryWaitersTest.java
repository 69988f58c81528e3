package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that close, with a FIN, while their requests wait for the memory of an answer that nobody reads. */
@Timeout(120)
class MemoryWaitersTest {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private static Socket send(EdgeServer server, int bytes, String version) throws Exception {
        Socket socket = server.connect();
        socket.setReceiveBufferSize(4096);
        String request = "GET /large?bytes=" + bytes + " HTTP/" + version + "\r\nHost: a\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static EdgeServer full() throws Exception {
        return new EdgeServer(
                "max-memory",
                "1MiB",
                "max-contexts",
                "4",
                "queue-timeout",
                "100s",
                "timeout",
                "100s",
                "write-timeout",
                "100s");
    }

    @Test
    void whoIsGoneLeavesTheQueueBeforeItsTurn() throws Exception {
        try (EdgeServer server = full();
                Socket deaf = send(server, 30_000_000, "1.1")) {
            assertThat(deaf.getInputStream().read()).isEqualTo('H');
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(send(server, 1000, "1.1"));
            }
            server.awaitMetric("effe_invocations_open", 21);
            for (Socket each : waiting) {
                each.close();
            }
            server.awaitMetric("effe_invocations_open", 1);
            assertThat(server.metric("effe_http_client_aborts_total")).isEqualTo(20);
        }
    }

    @Test
    void whoHasSentAFinAndWaitsHasItsAnswerInItsTurn() throws Exception {
        try (EdgeServer server = full()) {
            Socket waiting;
            Socket older;
            try (Socket deaf = send(server, 30_000_000, "1.1")) {
                assertThat(deaf.getInputStream().read()).isEqualTo('H');
                waiting = send(server, 1000, "1.1");
                older = send(server, 1000, "1.0");
                waiting.shutdownOutput();
                older.shutdownOutput();
                assertThat(read(waiting, 2 * CONTINUE.length())).isEqualTo(CONTINUE + CONTINUE);
                deaf.setSoLinger(true, 0);
            }
            assertThat(read(waiting, 12)).isEqualTo("HTTP/1.1 200");
            assertThat(read(older, 12)).as("it knows no interim answers").isEqualTo("HTTP/1.1 200");
        }
    }

    /** A body is not to wait for whoever reads the answer to it. */
    @Test
    void aBodyMakesRoomWhenItsCallIsOver() throws Exception {
        int answerBytes = 30_000_000;
        try (EdgeServer server = new EdgeServer("max-memory", "16MiB");
                Socket deaf = server.connect()) {
            String head =
                    "POST /large?bytes=" + answerBytes + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n";
            deaf.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            deaf.getOutputStream().write(new byte[5_000_000]);
            server.awaitMetric("effe_memory_used", answerBytes);
        }
    }

    private static String read(Socket socket, int count) throws Exception {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }
}
