package dev.effe.server.edge;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.StartException;
import dev.effe.server.kit.Http2Client;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A real server with a function that shows what it was given, waits, streams and fails; and counts its calls. */
final class Http2Server implements AutoCloseable {

    static {
        // The usual 10 s are not enough for all of these tests on a machine that does something else too.
        Awaitility.setDefaultTimeout(Duration.ofMillis(EdgeServer.PATIENCE_MILLIS));
    }

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final CountDownLatch mayAnswer = new CountDownLatch(1);
    /** Once for each answer that is to be cut. */
    final Semaphore mayFail = new Semaphore(0);
    /** The exceptions that writers were told when they could not go on. */
    final Queue<Exception> writeFailures = new ConcurrentLinkedQueue<>();

    final EdgeServer edge;

    Http2Server(String... settings) throws StartException {
        edge = new EdgeServer(Logic.of(this::run), settings);
    }

    /** Connects, and sends the preface with these settings. */
    Http2Client connect(int... settings) throws IOException {
        return new Http2Client(edge.connect()).greet(settings);
    }

    private void run(Request request, Response response) throws Exception {
        running.incrementAndGet();
        calls.incrementAndGet();
        try {
            answer(request, response);
        } finally {
            running.decrementAndGet();
        }
    }

    private void answer(Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/show" -> response.text(shown(request));
            case "/echo" -> response.send(request.bytes());
            case "/large" -> response.send(pattern(number(request, "bytes")));
            case "/status" -> response.status(number(request, "code")).text("body");
            case "/stream" -> stream(response, number(request, "bytes"), false);
            case "/pause" -> pause(response.stream());
            case "/cut" -> stream(response, number(request, "bytes"), true);
            case "/wait" -> {
                mayAnswer.await();
                response.text("waited");
            }
            case "/throw" -> throw new IllegalStateException("secret");
            case "/refuse" -> throw new StatusException(409, "Not now");
            case "/headers" ->
                response.header("X-Mixed-Case", "one")
                        .addHeader("x-mixed-case", "two")
                        .text("");
            default -> response.text(request.bytes().length + " bytes");
        }
    }

    private static String shown(Request request) {
        StringBuilder text = new StringBuilder(request.method() + " " + request.target() + "\n");
        request.headers().forEach((name, values) -> text.append(name + ": " + String.join("|", values) + "\n"));
        return text.append(request.text()).toString();
    }

    private void stream(Response response, int bytes, boolean fails) throws IOException {
        OutputStream out = response.stream();
        try {
            byte[] all = pattern(bytes);
            for (int from = 0; from < bytes; from += 10_000) {
                out.write(all, from, Math.min(10_000, bytes - from));
                out.flush();
            }
        } catch (IOException e) {
            writeFailures.add(e);
            throw e;
        }
        if (fails) {
            mayFail.acquireUninterruptibly();
            throw new IllegalStateException("secret");
        }
        out.close();
    }

    private void pause(OutputStream out) throws Exception {
        out.write(pattern(10_000));
        out.flush();
        mayAnswer.await();
        out.write(pattern(1_000_000));
        out.close();
    }

    private static int number(Request request, String key) {
        return Integer.parseInt(request.query().get(key).get(0));
    }

    /** Bytes that show where one is missing. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    /** Waits until no call, permit, context or connection is taken any more. */
    void awaitNothingLeft() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(new double[] {
                            running.get(),
                            edge.metric("effe_invocations_open"),
                            edge.metric("effe_invocations_running"),
                            edge.metric("effe_invocations_queued"),
                            edge.metric("effe_contexts{state=\"in_use\"}"),
                            edge.metric("effe_http_connections")
                        })
                        .containsOnly(0));
    }

    /** Nothing happened that an operator would have to look at. */
    void assertQuiet() {
        assertThat(edge.logged(Level.WARN)).isEmpty();
    }

    @Override
    public void close() {
        mayAnswer.countDown();
        mayFail.release(1000);
        edge.close();
    }
}
