package dev.effe.server.events;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpDestinationTest {

    private static Optional<Throwable> send(ServerSocket server, Duration patience) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook");
        HttpDestination destination = new HttpDestination(uri, Optional.empty(), patience, Runnable::run);
        CompletableFuture<Optional<Throwable>> told = new CompletableFuture<>();
        destination.send("name", Map.of(), new byte[] {'1'}, failure -> told.complete(Optional.ofNullable(failure)));
        return told.get(60, TimeUnit.SECONDS);
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void anAnswerThatNeverEndsIsCutAndItsConnectionClosed() throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1".getBytes(US_ASCII));
                    return client.getInputStream().readAllBytes().length;
                } catch (IOException e) {
                    return -1; // Reset.
                }
            });
            assertThat(send(server, Duration.ofSeconds(2)).orElseThrow())
                    .hasMessage("it did not answer within 2000 ms");
            assertThat(end.get(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void anAnswerThatIsNoneIsAFailure() throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("nonsense\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(send(server, Duration.ofSeconds(60))).isPresent();
            end.get(60, TimeUnit.SECONDS);
        }
    }
}
