package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Which answers count as lost, and which as cut. */
class LostAnswerTest {

    private static void get(Socket socket, String path) throws Exception {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aFinDuringACallIsNoAbort() throws Exception {
        try (EdgeServer server = new EdgeServer();
                Socket client = server.connect()) {
            get(client, "/wait");
            server.inFunction.await();
            client.shutdownOutput();
            server.mayAnswer.countDown();

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("waited");
            assertThat(server.metric("effe_http_client_aborts_total")).isZero();
            assertThat(server.metric("effe_http_cut_total")).isZero();
        }
    }

    /** Its FIN alone tells nothing: that it takes no more is seen when the answer comes. */
    @Test
    void aClosedConnectionThatCannotTakeTheAnswerIsOne() throws Exception {
        try (EdgeServer server = new EdgeServer()) {
            try (Socket client = server.connect()) {
                client.setReceiveBufferSize(4096);
                get(client, "/large?bytes=30000000");
                assertThat(client.getInputStream().read()).isEqualTo('H');
                client.shutdownOutput();
            }
            server.awaitMetric("effe_http_client_aborts_total", 1);
            server.awaitMetric("effe_http_cut_total", 1);
            assertThat(server.metric("effe_http_stalled_total")).isZero();
            server.awaitMetric("effe_memory_used", 0);
        }
    }

    @Test
    void anAnswerThatTheServerCutsIsNoAbort() throws Exception {
        try (EdgeServer server = new EdgeServer("write-timeout", "1s");
                Socket client = server.connect()) {
            client.setReceiveBufferSize(4096);
            get(client, "/large?bytes=30000000");

            server.awaitMetric("effe_http_cut_total", 1);
            assertThat(server.metric("effe_http_stalled_total")).isEqualTo(1);
            assertThat(server.metric("effe_http_client_aborts_total")).isZero();
            server.awaitMetric("effe_memory_used", 0);
        }
    }
}
