package dev.effe.server.edge;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The decoded bytes of bodies count in max-memory. */
class DecompressMemoryTest {

    private static byte[] request(int plainBytes) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write(new byte[plainBytes]);
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: "
                + body.size() + "\r\n\r\n";
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body.toByteArray());
        return request.toByteArray();
    }

    private static int status(Socket client) throws IOException {
        String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static boolean hasAnswer(List<Socket> clients) throws IOException {
        for (Socket client : clients) {
            if (client.getInputStream().available() > 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void manyBombsAtOnceAre503AndLeaveNothingBehind() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Logic<?> logic = Logic.of((request, response) -> {
            mayEnd.await();
            response.text("" + request.bytes().length);
        });
        try (EdgeServer server = new EdgeServer(logic, "decompress", "on", "max-memory", "4MiB", "max-body", "1MiB")) {
            byte[] bomb = request(1024 * 1024);
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Socket client = server.connect();
                client.getOutputStream().write(bomb);
                clients.add(client);
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> hasAnswer(clients));
            mayEnd.countDown();
            List<Integer> answers = new ArrayList<>();
            for (Socket client : clients) {
                answers.add(status(client));
                client.close();
            }
            assertThat(answers).containsOnly(200, 503);
            try (Socket client = server.connect()) {
                client.getOutputStream().write(request(1024 * 1024 + 1));
                assertThat(status(client)).isEqualTo(413);
            }
            server.awaitMetric("effe_memory_used", 0);
        }
    }
}
