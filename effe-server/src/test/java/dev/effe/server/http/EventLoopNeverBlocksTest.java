package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.AsyncAppenderBase;
import dev.effe.Logic;
import dev.effe.StatusException;
import dev.effe.server.access.TestSigner;
import dev.effe.server.kit.RawClient;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/** BlockHound watches the event loops, from here to the end of this JVM, while a server does all that it can do. */
@Tag("blockhound") // A JVM of its own: see the pom.
class EventLoopNeverBlocksTest {

    private static final List<String> BLOCKED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void watch() {
        BlockHound.builder()
                .nonBlockingThreadPredicate(others -> others.or(EventLoopNeverBlocksTest::isEventLoop))
                // Its queue has a lock, held for a few instructions; whoever finds it full goes on without waiting.
                .allowBlockingCallsInside(AsyncAppenderBase.class.getName(), "put")
                // Netty's own, while it makes more room for threads that allocate at the same time.
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
                .blockingMethodCallback(method -> {
                    Error error = new BlockingOperationError(method);
                    BLOCKED.add(method + " on " + Thread.currentThread().getName() + " at "
                            + Stream.of(error.getStackTrace()).limit(12).toList());
                    throw error;
                })
                .install();
    }

    /**
     * Not the platform thread below an event loop, which parks while nothing is ready, and in which Java takes locks of
     * its own to schedule virtual threads: an error there would leave one of them between two states for good.
     */
    private static boolean isEventLoop(Thread thread) {
        return thread.getName().startsWith("effe-loop") && !thread.getName().endsWith("-runner");
    }

    private static final byte[] LARGE = new byte[2_000_000];

    private static void serve(dev.effe.Request request, dev.effe.Response response) throws Exception {
        switch (request.path()) {
            case "/large" -> response.send(LARGE);
            case "/stream" -> {
                OutputStream out = response.stream();
                for (int i = 0; i < 20; i++) {
                    out.write(LARGE, 0, 50_000);
                    out.flush();
                }
            }
            case "/failed" -> throw new IllegalStateException("for the log");
            case "/cut" -> {
                response.stream().write(LARGE);
                throw new StatusException(400, "too late");
            }
            case "/slow" -> LockSupport.parkNanos(5_000_000);
            case "/overdue" -> new LinkedBlockingQueue<>().take();
            case "/json" -> response.json(request.headers());
            default -> response.header("X-Query", "" + request.query().size()).text(request.text());
        }
    }

    @TempDir
    Path folder;

    @Test
    void whateverComes() throws Exception {
        BLOCKED.clear();
        try (TestServer edge = TestServer.serving(
                Logic.of(EventLoopNeverBlocksTest::serve),
                "admin-port",
                "0",
                "max-contexts",
                "4",
                "max-queue",
                "2",
                "timeout",
                "1s",
                "head-timeout",
                "1s",
                "write-timeout",
                "1s",
                "max-unsent",
                "100000",
                "lambda-api",
                "on",
                "lambda-hosts",
                "a",
                "data-dir",
                folder.toString())) {
            RawClient slowHead = edge.client().send("GET / HT");
            RawClient silent = edge.client();
            RawClient deaf = edge.client(4096).send(TestServer.get("/large"));
            RawClient deafStream = edge.client(4096).send(TestServer.get("/stream"));
            RawClient overdue = edge.client().send(TestServer.get("/overdue"));
            for (int round = 0; round < 5; round++) {
                RawClient client = edge.client();
                client.send((TestServer.get("/?a=b") + TestServer.post("/json", "{}") + TestServer.get("/_effe/readyz"))
                        .repeat(5));
                for (int i = 0; i < 15; i++) {
                    client.read();
                }
                for (String path : List.of("/large", "/stream", "/failed", "/json", "/slow")) {
                    client.send(TestServer.get(path)).read();
                }
                for (String type : List.of("RequestResponse", "Event", "DryRun", "None")) {
                    for (String path : List.of("function/invocations", "other/invocations", "function/url")) {
                        client.send(invoke(path, type)).read();
                    }
                }
                edge.client().send(TestServer.get("/cut")).end();
                edge.client().send(TestServer.get("/stream")).reset();
                edge.client()
                        .send(TestServer.request("POST", "/", "Transfer-Encoding: chunked") + "x\r\n")
                        .end();
                try (RawClient admin = new RawClient(edge.server.adminPort().orElseThrow())) {
                    for (String page : List.of("/metrics", "/info", "/livez")) {
                        assertThat(admin.send(TestServer.get(page).replace("Host: a", "Host: localhost"))
                                        .read()
                                        .status())
                                .isEqualTo(200);
                    }
                }
            }
            for (int i = 0; i < 20; i++) {
                edge.client().send(TestServer.get("/slow"));
            }
            assertThat(overdue.read().status()).isEqualTo(504);
            assertThat(slowHead.read().status()).isEqualTo(408);
            assertThat(silent.end()).isEqualTo("FIN");
            deaf.close();
            deafStream.close();
        }
        assertThat(BLOCKED).isEmpty();
    }

    private static String invoke(String path, String type) {
        return TestServer.request(
                        "POST",
                        "/2015-03-31/functions/" + path,
                        "X-Amz-Invocation-Type: " + type,
                        "X-Amz-Log-Type: Tail",
                        "Content-Length: 4")
                + "null";
    }

    @Test
    void noSignatureIsWaitedFor() throws Exception {
        BLOCKED.clear();
        Path keys = Files.writeString(folder.resolve("keys"), "id secret");
        try (TestServer edge = TestServer.serving(
                Logic.of((request, response) -> response.text("1")),
                "lambda-api",
                "on",
                "lambda-hosts",
                "a",
                "lambda-keys",
                keys.toString())) {
            String large = "\"" + "x".repeat(100_000) + "\"";
            for (int round = 0; round < 3; round++) {
                assertThat(invokeSigned(edge, "1", "id", "secret")).isEqualTo(200);
                assertThat(invokeSigned(edge, large, "id", "secret")).isEqualTo(200);
                assertThat(invokeSigned(edge, "1", "id", "wrong")).isEqualTo(403);
                assertThat(invokeSigned(edge, "1", "other", "secret")).isEqualTo(403);
            }
        }
        assertThat(BLOCKED).isEmpty();
    }

    private static int invokeSigned(TestServer edge, String body, String id, String secret) throws IOException {
        String target = "/2015-03-31/functions/function/invocations";
        String head = TestServer.request("POST", target, "Content-Length: " + body.length());
        String signed = TestSigner.sign("POST", target, "a", body, id, secret);
        return edge.client()
                .send(head.substring(0, head.length() - 2) + signed + "\r\n" + body)
                .read()
                .status();
    }

    /** The control: what blocks an event loop is seen. */
    @Test
    void aBlockedLoopWouldBeSeen() throws Exception {
        BlockingQueue<Throwable> seen = new LinkedBlockingQueue<>();
        try (Transport transport = new Transport(Optional.empty())) {
            EventLoop loop = transport.loops().next();
            loop.execute(() -> {
                try {
                    LockSupport.parkNanos(1_000_000);
                } catch (Throwable error) {
                    seen.add(error);
                }
            });
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isInstanceOf(BlockingOperationError.class);
        }
        BLOCKED.clear();
    }
}
