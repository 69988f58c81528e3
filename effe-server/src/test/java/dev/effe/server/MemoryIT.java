package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Bulk;
import dev.effe.server.tls.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large bodies and answers for many clients at once, in a small heap. */
@Timeout(300)
class MemoryIT {

    private static final int MB = 1_000_000;
    private static final String G1 = "-XX:+UseG1GC";
    private static final String SERIAL = "-XX:+UseSerialGC";

    @TempDir
    Path folder;

    private String jar;
    private TestIdentity identity;

    @BeforeEach
    void packFunction() throws IOException {
        jar = new FunctionJar().add(Bulk.class).jar(folder.resolve("bulk.jar")).toString();
    }

    private EffeProcess start(List<String> jvm, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--port", "0", "--admin-port", "0", "--function", jar));
        arguments.addAll(List.of(more));
        return EffeProcess.in(folder)
                .jvm("-XX:-UseSerialGC", "-Xmx64m")
                .jvm(jvm.toArray(String[]::new))
                .start(arguments.toArray(String[]::new))
                .serving();
    }

    private static void assertAlive(EffeProcess effe) {
        assertThat(effe.output()).doesNotContain("OutOfMemoryError", " ERROR ");
        assertThat(effe.getAdmin("/readyz").statusCode()).isEqualTo(200);
        // An answer is given back when it has left, which its client may see first.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(effe.getAdmin("/metrics").body())
                        .contains("effe_memory_used 0.0", "effe_http_stalled_total 0.0"));
        assertThat(effe.term().exitCode()).as(effe::toString).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {G1, SERIAL})
    void bodiesThatAreManyTimesTheHeapAreEchoed(String collector) {
        try (EffeProcess effe = start(List.of(collector), "--max-contexts", "20")) {
            assertThat(BulkClient.echo(effe.port(), 3 * MB).many(60)).isEmpty();
            assertAlive(effe);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {G1, SERIAL})
    void answersThatAreManyTimesTheHeapArrive(String collector) {
        try (EffeProcess effe = start(List.of(collector), "--max-contexts", "20")) {
            assertThat(BulkClient.down(effe.port(), 3 * MB).many(200)).isEmpty();
            assertAlive(effe);
        }
    }

    @Test
    void answersOfTheLargestSizeAreNotCutForThoseWhoRead() {
        try (EffeProcess effe = start(List.of(G1))) {
            assertThat(BulkClient.down(effe.port(), 6 * MB).many(16)).isEmpty();
            assertThat(BulkClient.down(effe.port(), 6 * MB).many(32)).isEmpty();
            assertAlive(effe);
        }
    }

    /** Ten connections with ten streams each, read by HTTP/2 over TLS. */
    @Test
    void streamsOfHttp2OverTlsAreNotCutForThoseWhoRead() throws Exception {
        try (EffeProcess effe = startTls()) {
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(http2Client(effe));
            }
            assertAllCome(clients, down(effe), 10, 3 * MB);
            assertAllCome(clients, echo(effe, 3 * MB), 1, 3 * MB);
            assertAlive(effe);
        }
    }

    /** They share the windows of one connection, and none is refused: what waits is small. */
    @Test
    void aHundredStreamsOfOneConnectionAreEchoed() throws Exception {
        try (EffeProcess effe = startTls("--queue-timeout", "120s")) {
            assertAllCome(List.of(http2Client(effe)), echo(effe, 300_000), 100, 300_000);
            assertThat(effe.getAdmin("/metrics").body()).doesNotContain("out_of_memory");
            assertAlive(effe);
        }
    }

    private EffeProcess startTls(String... more) throws Exception {
        identity = TestIdentity.ec("bulk");
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        identity.write(certificate, key);
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--tls-cert", certificate.toString(), "--tls-key", key.toString()));
        arguments.addAll(List.of("--head-timeout", "60s"));
        return start(List.of(G1), arguments.toArray(String[]::new));
    }

    /** One connection for all its requests. */
    private HttpClient http2Client(EffeProcess effe) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, identity.trust(), null);
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        HttpRequest first = HttpRequest.newBuilder(uri(effe, "/hello")).build();
        HttpResponse<String> answer = client.send(first, BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return client;
    }

    private static Function<HttpClient, CompletableFuture<Integer>> down(EffeProcess effe) {
        HttpRequest request =
                HttpRequest.newBuilder(uri(effe, "/down?bytes=" + 3 * MB)).build();
        return client -> untilAnswered(client, request);
    }

    private static Function<HttpClient, CompletableFuture<Integer>> echo(EffeProcess effe, int bytes) {
        HttpRequest request = HttpRequest.newBuilder(uri(effe, "/echo"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return client -> untilAnswered(client, request);
    }

    private static void assertAllCome(
            List<HttpClient> clients,
            Function<HttpClient, CompletableFuture<Integer>> request,
            int streams,
            int bytes) {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (HttpClient client : clients) {
            Stream.generate(() -> request.apply(client)).limit(streams).forEach(answers::add);
        }
        answers.forEach(answer -> assertThat(answer).succeedsWithin(EffeProcess.PATIENCE));
        answers.forEach(answer -> assertThat(answer.join()).isEqualTo(bytes));
    }

    private static URI uri(EffeProcess effe, String path) {
        return URI.create("https://localhost:" + effe.port() + path);
    }

    /** The length of its answer, after as many refusals as it takes. */
    private static CompletableFuture<Integer> untilAnswered(HttpClient client, HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenCompose(answer -> {
            if (answer.statusCode() == 503) {
                return CompletableFuture.supplyAsync(
                                () -> untilAnswered(client, request),
                                CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS))
                        .thenCompose(again -> again);
            }
            return CompletableFuture.completedFuture(answer.statusCode() == 200 ? answer.body().length : -1);
        });
    }

    /** They hold no more than the limit, keep nobody from asking for health, and cost nothing once they are gone. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bodiesThatAreHalfSentAreBounded(boolean http2) throws Exception {
        try (EffeProcess effe = start(List.of(SERIAL), "--max-contexts", "20", "--queue-timeout", "2s")) {
            byte[] halfSent = http2 ? halfSentByHttp2() : halfSent();
            List<Socket> senders = new ArrayList<>();
            for (int i = 0; i < 170; i++) {
                Socket sender = new Socket(InetAddress.getLoopbackAddress(), effe.port());
                senders.add(sender);
                new Thread(() -> send(sender, halfSent)).start();
            }
            String refused = BulkClient.echo(effe.port(), 3 * MB).once();
            assertThat(refused).isEqualTo("503");
            assertThat(effe.get("/_effe/livez").statusCode()).isEqualTo(200);
            assertThat(effe.getAdmin("/livez").statusCode()).isEqualTo(200);

            for (Socket sender : senders) {
                sender.close();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> BulkClient.echo(effe.port(), 3 * MB).once().equals("200"));
            assertAlive(effe);
        }
    }

    /** Thousands of connections hold little each, and together more than the heap. */
    @ParameterizedTest
    @ValueSource(strings = {"head", "small body", "small chunk", "heads of HTTP/2"})
    void requestsThatAreHalfSentAreBounded(String kind) throws Exception {
        boolean http2 = kind.contains("HTTP/2");
        byte[] halfSent = http2 ? halfHeadsByHttp2() : halfRequest(kind);
        try (EffeProcess effe = start(List.of(SERIAL), "--max-contexts", "20")) {
            List<Socket> senders = new ArrayList<>();
            for (int i = 0; i < (http2 ? 60 : 6000); i++) {
                Socket sender = new Socket(InetAddress.getLoopbackAddress(), effe.port());
                senders.add(sender);
                send(sender, halfSent);
            }
            assertThat(effe.get("/_effe/livez").statusCode()).isEqualTo(200);
            for (Socket sender : senders) {
                sender.close();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> BulkClient.echo(effe.port(), 3 * MB).once().equals("200"));
            assertAlive(effe);
        }
    }

    /** A head of 15 KB, without its end or with a part of a small body. */
    private static byte[] halfRequest(String kind) {
        StringBuilder head = new StringBuilder("POST /echo HTTP/1.1\r\nHost: a\r\n");
        head.append(kind.equals("small chunk") ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 4000\r\n");
        for (int i = 0; i < 90; i++) {
            head.append("X-").append(i).append(": ").append("v".repeat(150)).append("\r\n");
        }
        String rest = switch (kind) {
            case "head" -> "";
            case "small body" -> "\r\n" + "b".repeat(3999);
            default -> "\r\nfa0\r\n" + "b".repeat(3999);
        };
        return head.append(rest).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A hundred streams with a head of 12 KB each, of requests whose body of four bytes never comes. */
    private static byte[] halfHeadsByHttp2() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(bytes, 4, 0, 0, new byte[0]);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(new byte[] {(byte) 0x83, (byte) 0x86, 4, 5});
        head.write("/echo".getBytes(StandardCharsets.US_ASCII));
        head.write(new byte[] {1, 1, 'a', 15, 13, 1, '4'});
        for (int i = 0; i < 90; i++) { // Literal fields that are not indexed, with names of three letters.
            head.write(new byte[] {0, 3, 'x', (byte) ('a' + i / 10), (byte) ('a' + i % 10), 120});
            head.write("v".repeat(120).getBytes(StandardCharsets.US_ASCII));
        }
        for (int stream = 1; stream < 200; stream += 2) {
            frame(bytes, 1, 4, stream, head.toByteArray());
        }
        return bytes.toByteArray();
    }

    private static void send(Socket sender, byte[] bytes) {
        try {
            sender.getOutputStream().write(bytes);
        } catch (IOException e) {
            // Refused, or over.
        }
    }

    private static byte[] halfSent() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        bytes.write(new byte[480_000]);
        return bytes.toByteArray();
    }

    /** The preface, empty settings, the head, and as much of the body as the first window takes. */
    private static byte[] halfSentByHttp2() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(bytes, 4, 0, 0, new byte[0]);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(new byte[] {(byte) 0x83, (byte) 0x86, 4, 5}); // POST, http, and a literal path (RFC 7541, A).
        head.write("/echo".getBytes(StandardCharsets.US_ASCII));
        head.write(new byte[] {1, 1, 'a', 15, 13, 6}); // The authority a, and a literal content-length.
        head.write("500000".getBytes(StandardCharsets.US_ASCII));
        frame(bytes, 1, 4, 1, head.toByteArray());
        for (int i = 0; i < 4; i++) {
            frame(bytes, 0, 0, 1, new byte[16_000]);
        }
        return bytes.toByteArray();
    }

    private static void frame(ByteArrayOutputStream to, int type, int flags, int stream, byte[] payload)
            throws IOException {
        to.write(new byte[] {
            (byte) (payload.length >> 16),
            (byte) (payload.length >> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            0,
            0,
            0,
            (byte) stream
        });
        to.write(payload);
    }

    @Test
    void answersThatNobodyReadsAreBounded() throws Exception {
        try (EffeProcess effe = start(List.of(SERIAL), "--queue-timeout", "2s")) {
            List<Socket> deaf = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4096);
                socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), effe.port()));
                send(
                        socket,
                        "GET /down?bytes=10000000 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                deaf.add(socket);
            }
            assertThat(BulkClient.down(effe.port(), MB).once()).isEqualTo("503");
            HttpResponse<String> health = effe.get("/_effe/livez");
            assertThat(health.statusCode()).isEqualTo(200);

            for (Socket socket : deaf) {
                socket.close();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> BulkClient.down(effe.port(), 3 * MB).once().equals("200"));
            assertAlive(effe);
        }
    }
}
