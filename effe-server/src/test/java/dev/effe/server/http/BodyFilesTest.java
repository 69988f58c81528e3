package dev.effe.server.http;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.file.Sha256;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.exchange.BodyFiles;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A port whose large bodies go to files, and whose answers are the digests of what it reads. */
class BodyFilesTest {

    private static final int MOST_IN_MEMORY = 64 * 1024;
    private static final int LARGEST = 8 << 20;
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    @TempDir
    Path folder;

    private final MemoryBudget memory = new MemoryBudget(1 << 20, 16, PATIENCE);
    private final Transport transport = new Transport(Optional.empty());
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Settings settings = Settings.of("max-body", Integer.toString(LARGEST));
    private Edge edge;

    @BeforeEach
    void prepare() throws IOException {
        edge = Edge.of(settings.listening().edge(), settings.http());
    }

    @AfterEach
    void stop() {
        transport.close();
        edge.close();
        workers.shutdownNow();
    }

    private HttpListener bind(BodyFiles files) throws IOException {
        HttpShared shared = new HttpShared(call -> workers.execute(() -> answer(call)), settings.http(), memory, files);
        return HttpListener.bind(transport, new HttpListener.Address("port", "127.0.0.1", 0), shared, edge);
    }

    private BodyFiles files(Path where, int atOnce) {
        return new BodyFiles(where, MOST_IN_MEMORY, atOnce, LARGEST, PATIENCE);
    }

    private void answer(Call call) {
        try {
            byte[] digest = Sha256.of(call.request().stream());
            call.response().text(HexFormat.of().formatHex(digest) + " " + memory.usedBytes());
        } catch (IOException e) {
            call.response().status(500).text(e.getMessage());
        }
        call.completed(Outcome.SUCCEEDED);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }

    private static byte[] post(byte[] body) {
        byte[] head = ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    @Test
    void bodiesOfAConnectionArriveWholeAndTakeNoMemory() throws Exception {
        try (BodyFiles files = files(folder, 1)) {
            HttpListener listener = bind(files);
            try (RawClient client = new RawClient(listener.port())) {
                for (int size : new int[] {LARGEST, MOST_IN_MEMORY, MOST_IN_MEMORY + 1, 1, 3 << 20}) {
                    byte[] body = bytes(size);
                    long inMemory = size == MOST_IN_MEMORY ? size : 0;

                    String[] found = client.send(post(body)).read().text().split(" ");
                    assertThat(found[0]).isEqualTo(digest(body));
                    assertThat(Long.parseLong(found[1])).isBetween(inMemory, inMemory + 1024);
                }
            }
            assertThat(folder).isEmptyDirectory();
            await().untilAsserted(() -> assertThat(memory.usedBytes()).isZero());
        }
    }

    @Test
    void bodiesOfStreamsToo() throws Exception {
        try (BodyFiles files = files(folder, 2)) {
            HttpListener listener = bind(files);
            try (Http2Client client =
                    new Http2Client(new Socket(InetAddress.getLoopbackAddress(), listener.port())).greet()) {
                for (int size : new int[] {LARGEST, 3 << 20}) {
                    byte[] body = bytes(size);
                    int stream = client.post("/", "content-length", Integer.toString(size));
                    client.body(stream, body);

                    assertThat(client.answer(stream).text()).isEqualTo(digest(body) + " 0");
                }
            }
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void aLargeOneTellsItsLength() throws Exception {
        try (BodyFiles files = files(folder, 1)) {
            HttpListener listener = bind(files);
            String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
            try (RawClient client = new RawClient(listener.port())) {
                String body = "x".repeat(MOST_IN_MEMORY);
                client.send(head + "10000\r\n" + body + "\r\n0\r\n\r\n");
                assertThat(client.read().text()).startsWith(digest(body.getBytes(StandardCharsets.UTF_8)));

                client.send(head + "10001\r\n");
                HttpAnswer answer = client.read();
                assertThat(answer.status()).isEqualTo(411);
                assertThat(answer.text()).contains("needs a Content-Length");
            }
            try (RawClient client = new RawClient(listener.port())) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (LARGEST + 1) + "\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(413);
            }
        }
    }

    /** The first one holds the room of both, whether it comes to its end or not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForTheRoomOfOthers(boolean ends) throws Exception {
        try (BodyFiles files = files(folder, 1)) {
            HttpListener listener = bind(files);
            byte[] body = bytes(LARGEST);
            byte[] request = post(body);
            int half = request.length / 2;
            try (RawClient first = new RawClient(listener.port());
                    RawClient second = new RawClient(listener.port())) {
                first.send(Arrays.copyOf(request, half));
                await().until(() -> listener.stats().connections() == 2);
                Thread sending = new Thread(() -> sendQuietly(second, request));
                sending.start();
                sending.join(1000);
                assertThat(sending.isAlive()).isTrue();
                if (ends) {
                    first.send(Arrays.copyOfRange(request, half, request.length));
                    assertThat(first.read().text()).isEqualTo(digest(body) + " 0");
                } else {
                    first.reset();
                }
                assertThat(second.read().text()).startsWith(digest(body));
                sending.join();
            }
        }
    }

    private static void sendQuietly(RawClient client, byte[] request) {
        try {
            client.send(request);
        } catch (IOException e) {
            // Its answer tells.
        }
    }

    @Test
    void aDiskThatFailsIsToldToTheReader() throws Exception {
        try (BodyFiles files = files(folder.resolve("none"), 1)) {
            HttpListener listener = bind(files);
            for (int i = 0; i < 2; i++) { // The room of the first is given back.
                try (RawClient client = new RawClient(listener.port())) {
                    HttpAnswer answer = client.send(post(bytes(LARGEST))).read();
                    assertThat(answer.status()).isEqualTo(500);
                    assertThat(answer.text()).contains("could not be written", "NoSuchFileException");
                }
            }
        }
    }
}
