package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.effe.server.StartException;
import dev.effe.server.tls.TestIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 by ALPN, with the clients that people use. */
@Timeout(60)
class Http2TlsTest {

    private static final TestIdentity IDENTITY = TestIdentity.rsa("one");

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws IOException {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        IDENTITY.write(certificate, key);
    }

    private Http2Server start(String... more) throws StartException {
        List<String> settings = new ArrayList<>(List.of("tls-cert", certificate.toString()));
        settings.addAll(List.of("tls-key", key.toString()));
        settings.addAll(List.of(more));
        return new Http2Server(settings.toArray(String[]::new));
    }

    private static HttpClient client() throws Exception {
        return HttpClient.newBuilder()
                .sslContext(TlsClient.trusting(IDENTITY, null))
                .version(Version.HTTP_2)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static HttpRequest request(Http2Server server, String path, BodyPublisher body) {
        URI uri = URI.create("https://127.0.0.1:" + server.edge.port() + path);
        return HttpRequest.newBuilder(uri).method("POST", body).build();
    }

    private static HttpRequest get(Http2Server server, String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.edge.port() + path))
                .build();
    }

    @Test
    void servesTheClientOfTheJdk() throws Exception {
        try (Http2Server server = start()) {
            HttpClient client = client();
            byte[] large = Http2Server.pattern(5_000_000);

            HttpResponse<byte[]> echo = client.send(
                    request(server, "/echo", BodyPublishers.ofByteArray(large)), BodyHandlers.ofByteArray());
            assertThat(echo.version()).isEqualTo(Version.HTTP_2);
            assertThat(echo.body()).isEqualTo(large);
            assertThat(client.send(get(server, "/stream?bytes=10000000"), BodyHandlers.ofByteArray())
                            .body())
                    .isEqualTo(Http2Server.pattern(10_000_000));

            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                answers.add(client.sendAsync(
                        request(server, "/", BodyPublishers.ofByteArray(new byte[100_000 + i])),
                        BodyHandlers.ofString()));
            }
            for (int i = 0; i < 90; i++) {
                assertThat(answers.get(i).get().body()).isEqualTo(100_000 + i + " bytes");
            }
            assertThat(server.edge.metric("effe_tls_handshakes_total")).isEqualTo(1);
            server.assertQuiet();
        }
    }

    @Test
    void manyLargeBodiesAtOnceInOneConnectionAllArrive() throws Exception {
        try (Http2Server server = start("max-body", "500000")) {
            HttpClient client = client();
            client.send(get(server, "/"), BodyHandlers.ofString());
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(client.sendAsync(
                        request(server, "/", BodyPublishers.ofByteArray(new byte[500_000])), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().body()).isEqualTo("500000 bytes");
            }
            assertThat(server.edge.metric("effe_tls_handshakes_total")).isEqualTo(1);
            server.assertQuiet();
        }
    }

    @Test
    void speaksHttp11WhereHttp2IsOff() throws Exception {
        try (Http2Server server = start("http2", "off")) {
            assertThat(client().send(get(server, "/"), BodyHandlers.ofString()).version())
                    .isEqualTo(Version.HTTP_1_1);
            assertThat(negotiated(server, "h2", "http/1.1").socket.getApplicationProtocol())
                    .isEqualTo("http/1.1");
        }
    }

    private static TlsClient negotiated(Http2Server server, String... offered) throws Exception {
        TlsClient client = TlsClient.connect(server.edge.port(), IDENTITY);
        SSLParameters parameters = client.socket.getSSLParameters();
        parameters.setApplicationProtocols(offered);
        client.socket.setSSLParameters(parameters);
        client.socket.startHandshake();
        return client;
    }

    @Test
    void speaksWhatAlpnAgreedOnAndNothingElse() throws Exception {
        try (Http2Server server = start();
                TlsClient h2 = negotiated(server, "http/1.1", "h2");
                TlsClient h1 = negotiated(server, "http/1.1");
                TlsClient none = negotiated(server)) {
            assertThat(h2.socket.getApplicationProtocol()).isEqualTo("h2");
            h2.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(new String(h2.socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1 ");

            for (TlsClient other : new TlsClient[] {h1, none}) {
                assertThat(other.get("/")).isEqualTo("0 bytes");
                other.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
                assertThat(other.answer()).contains("unsupported-version");
            }
            server.assertQuiet();
        }
    }

    @Test
    void servesCurl() throws Exception {
        assumeTrue(curl("--version").contains("HTTP2"), "curl with HTTP/2 is needed");
        String format = "%{http_version} %{http_code} %{size_download}";
        try (Http2Server secure = start();
                Http2Server clear = new Http2Server()) {
            String[] common = {"-sk", "--fail-with-body", "-o", "/dev/null", "-w", format};
            assertThat(curl(common, "https://127.0.0.1:" + secure.edge.port() + "/large?bytes=3000000"))
                    .isEqualTo("2 200 3000000");
            String url = "http://127.0.0.1:" + clear.edge.port() + "/large?bytes=3000000";
            assertThat(curl(common, "--http2-prior-knowledge", url)).isEqualTo("2 200 3000000");
            assertThat(curl(common, "--http2", url)).isEqualTo("1.1 200 3000000"); // By Upgrade: not offered.
        }
    }

    private static String curl(String[] common, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(common));
        all.addAll(List.of(more));
        return curl(all.toArray(String[]::new));
    }

    private static String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "--max-time", "30"));
        command.addAll(List.of(arguments));
        try {
            Process curl = new ProcessBuilder(command).start();
            String out = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return out;
        } catch (IOException e) {
            return "no curl";
        }
    }

    /** Whatever the function was called for is answered; what it was not called for fails in a way that tells so. */
    @Test
    void nothingIsLostWhenTheServerStopsUnderLoad() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Http2Server server = start("drain-delay", "500ms")) {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                HttpClient client = client();
                for (int j = 0; j < 4; j++) {
                    loads.add(threads.submit(() -> load(client, server, answered, failures)));
                }
            }
            while (answered.get() < 500) {
                Thread.onSpinWait();
            }
            assertThat(server.edge.stop()).isTrue();
            for (Future<?> load : loads) {
                load.get();
            }
            assertThat(failures).hasSize(16);
            // The client of older JDKs gives up, on a GOAWAY, what it waits for (JDK-8335181).
            long givenUp = Runtime.version().feature() >= 24
                    ? 0
                    : failures.stream()
                            .filter(e -> String.valueOf(e.getMessage()).endsWith("GOAWAY received"))
                            .count();
            assertThat(server.calls.get())
                    .describedAs("%s", failures)
                    .isBetween(answered.get(), answered.get() + (int) givenUp);
            server.assertQuiet();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Sends requests one after another until one fails. */
    private static void load(
            HttpClient client, Http2Server server, AtomicInteger answered, ConcurrentLinkedQueue<Exception> failures) {
        try {
            while (true) {
                String body = client.send(
                                request(server, "/", BodyPublishers.ofByteArray(new byte[1000])),
                                BodyHandlers.ofString())
                        .body();
                assertThat(body).isEqualTo("1000 bytes");
                answered.incrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            failures.add(e);
        }
    }
}
