package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Clients that read more slowly than the function writes. */
class SlowReaderTest {

    private static final int LARGE = 10_000_000;

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    @Test
    void aLargeBodyArrivesWholeAtAnyPace() throws Exception {
        byte[] body = pattern(LARGE);
        try (TestServer edge = TestServer.serving((request, response) -> response.send(body))) {
            for (int receiveBytes : new int[] {0, 4096, 100_000}) {
                for (String connection : List.of("close", "keep-alive")) {
                    RawClient client = edge.client(receiveBytes);
                    client.send(TestServer.request("GET", "/", "Connection: " + connection));
                    assertThat(client.head()).contains("Content-Length: " + LARGE);
                    // In small pieces, with a rest between them at first.
                    byte[] read = new byte[LARGE];
                    for (int at = 0; at < LARGE; at += 50_000) {
                        if (at < 1_000_000) {
                            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                        }
                        System.arraycopy(client.bytes(50_000), 0, read, at, 50_000);
                    }
                    assertThat(java.util.Arrays.equals(read, body)).isTrue();
                    if (connection.equals("close")) {
                        assertThat(client.end()).isEqualTo("FIN");
                    } else {
                        client.send(TestServer.request("HEAD", "/"));
                        assertThat(client.read("HEAD").status()).isEqualTo(200);
                    }
                }
            }
        }
    }

    /** Whatever the network takes at once, be it all but the last piece: the connection closes behind the last byte. */
    @Test
    void aBodyThatJustFillsTheNetworkIsNotCut() throws Exception {
        try (TestServer edge = TestServer.serving((request, response) ->
                response.send(new byte[Integer.parseInt(request.query("size").orElseThrow())]))) {
            for (int size = 100_000; size < 5_000_000; size += 60_000) {
                try (RawClient client = new RawClient(edge.port(), 200_000)) {
                    client.send(TestServer.request("GET", "/?size=" + size, "Connection: close"));
                    client.head();
                    java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
                    assertThat(client.bytes(size)).hasSize(size);
                    assertThat(client.end()).isEqualTo("FIN");
                }
            }
        }
    }

    @Test
    void pipelinedLargeBodiesArriveInOrder() throws Exception {
        try (TestServer edge = TestServer.serving((request, response) ->
                response.send(pattern(Integer.parseInt(request.query("size").orElseThrow()))))) {
            int[] sizes = {1_000_000, 10, 70_000, 0, 3_000_000, 16_384, 16_385};
            StringBuilder requests = new StringBuilder();
            for (int size : sizes) {
                requests.append(TestServer.get("/?size=" + size));
            }
            RawClient client = edge.client(4096).send(requests.toString());
            for (int size : sizes) {
                assertThat(client.read().body()).isEqualTo(pattern(size));
            }
        }
    }

    @Test
    void aStreamWaitsForItsReader() throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] piece = new byte[100_000];
        try (TestServer edge = TestServer.serving(
                (request, response) -> {
                    OutputStream out = response.stream();
                    for (int i = 0; i < 300; i++) {
                        out.write(piece);
                        written.addAndGet(piece.length);
                    }
                },
                "max-unsent",
                "200000")) {
            RawClient client = edge.client(4096).send(TestServer.get("/"));
            client.head();
            long before = awaitStandstill(written);
            // The bytes that the kernel holds for both ends, and max-unsent.
            assertThat(before).isLessThan(12_000_000);
            long total = 0;
            for (byte[] chunk = client.chunk(); chunk.length > 0; chunk = client.chunk()) {
                total += chunk.length;
            }
            assertThat(total).isEqualTo(30_000_000);
        }
    }

    static long awaitStandstill(AtomicLong counter) {
        long[] last = {-1, 0};
        Awaitility.await().atMost(TestServer.PATIENCE).until(() -> {
            long now = counter.get();
            last[1] = now == last[0] && now > 0 ? last[1] + 1 : 0;
            last[0] = now;
            return last[1] >= 3;
        });
        return last[0];
    }

    @Test
    void whoReadsNothingIsResetAlsoWhileTheFunctionWritesOn() throws Exception {
        BlockingQueue<Exception> ends = new LinkedBlockingQueue<>();
        try (TestServer edge = TestServer.serving(
                (request, response) -> {
                    OutputStream out = response.stream();
                    try {
                        out.write(new byte[LARGE]); // More than the network takes.
                        while (true) {
                            out.write(1);
                            out.flush();
                            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                        }
                    } catch (IOException e) {
                        ends.add(e);
                    }
                },
                "write-timeout",
                "1s",
                "max-unsent",
                "64MiB",
                "timeout",
                "60s")) {
            edge.client(4096).send(TestServer.get("/")).head();
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void whoReadsNothingIsReset() throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        byte[] body = new byte[LARGE];
        try (TestServer edge = TestServer.serving(
                (request, response) -> {
                    if (!request.path().equals("/stream")) {
                        response.send(request.path().equals("/whole") ? body : new byte[1]);
                        return;
                    }
                    try {
                        response.stream().write(body);
                        ends.add("written");
                    } catch (IOException e) {
                        ends.add(e.getMessage());
                    }
                },
                "write-timeout",
                "1s")) {
            for (String path : List.of("/whole", "/stream")) {
                RawClient client = edge.client(4096).send(TestServer.get(path));
                client.head();
                Awaitility.await().atMost(TestServer.PATIENCE).until(() -> {
                    // A write shows whether the connection is still there.
                    try {
                        client.send("x");
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
            }
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("The client is gone");
            assertThat(edge.fetch("/small").status()).isEqualTo(200);
        }
    }

    /** However many there are, and however little memory. */
    @Test
    void whoReadsIsNeverCut() throws Exception {
        byte[] body = pattern(3_000_000);
        // All read at once: whoever comes later in a smaller pool would hold the memory and not read.
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestServer edge = TestServer.serving(
                (request, response) -> {
                    if (request.path().equals("/stream")) {
                        response.stream().write(body);
                    } else {
                        response.send(body.clone());
                    }
                },
                "max-memory",
                "7MiB",
                "queue-timeout",
                "60s")) {
            for (String path : List.of("/whole", "/stream")) {
                List<RawClient> clients = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    clients.add(edge.client(4096).send(TestServer.get(path)));
                }
                List<CompletableFuture<Void>> readers = new ArrayList<>();
                for (RawClient client : clients) {
                    readers.add(CompletableFuture.runAsync(
                            () -> {
                                try {
                                    assertThat(client.read().body()).isEqualTo(body);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            threads));
                }
                CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new))
                        .get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyWhoDoNotReadHoldNoMoreThanTheLimit() throws Exception {
        int size = 4_000_000;
        AtomicInteger made = new AtomicInteger();
        try (TestServer edge = TestServer.serving(
                (request, response) -> {
                    if (request.path().equals("/small")) {
                        response.text("fine");
                    } else {
                        made.incrementAndGet();
                        response.send(new byte[size]);
                    }
                },
                "max-memory",
                "20MiB",
                "queue-timeout",
                "1s",
                "write-timeout",
                "1h")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                clients.add(edge.client(4096).send(TestServer.get("/" + i)));
            }
            Awaitility.await()
                    .atMost(TestServer.PATIENCE)
                    .until(() -> edge.fetch("/small").status() == 503);
            assertThat(edge.fetch("/_effe/readyz").status()).isEqualTo(200);
            // Five fit; and the first few began before anything was known of them.
            assertThat(made.get()).isBetween(5, 20);

            for (RawClient client : clients) {
                client.close();
            }
            Awaitility.await()
                    .atMost(TestServer.PATIENCE)
                    .until(() -> edge.fetch("/small").status() == 200);
        }
    }

    @Test
    void oneAloneMayHaveMoreThanAll() throws Exception {
        try (TestServer edge =
                TestServer.serving((request, response) -> response.send(new byte[LARGE]), "max-memory", "1MiB")) {
            for (int i = 0; i < 3; i++) {
                assertThat(edge.client(4096).send(TestServer.get("/")).read().body())
                        .hasSize(LARGE);
            }
        }
    }
}
