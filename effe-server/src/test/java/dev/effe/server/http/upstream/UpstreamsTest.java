package dev.effe.server.http.upstream;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.effe.server.http.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class UpstreamsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    @TempDir
    Path folder;

    private final Transport transport = new Transport(Optional.empty());
    private final Upstreams upstreams = new Upstreams(transport, MAX_HEAD_BYTES);
    private final List<ScriptedServer> servers = new ArrayList<>();
    private Path socket;

    @BeforeEach
    void nameIt() {
        socket = folder.resolve("s");
    }

    @AfterEach
    void closeAll() throws IOException {
        upstreams.close();
        for (ScriptedServer server : servers) {
            server.close();
        }
        transport.close();
    }

    private ScriptedServer serve(ScriptedServer.Script script) throws IOException {
        ScriptedServer server = new ScriptedServer(socket, script);
        servers.add(server);
        return server;
    }

    /** Answers each request of a connection with these bytes. */
    private static ScriptedServer.Script answering(String answer) {
        return connection -> {
            while (connection.read()) {
                connection.write(answer);
            }
        };
    }

    private static UpstreamRequest post(String body) {
        return request("POST", body, PATIENCE);
    }

    private static UpstreamRequest request(String method, String body, Duration timeout) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return new UpstreamRequest(method, "/a?b", List.of(), bytes, timeout);
    }

    private RecordedAnswer send(UpstreamRequest request) {
        RecordedAnswer answer = new RecordedAnswer();
        upstreams.send(socket, request, answer);
        return answer;
    }

    /** Sends on one event loop, so that there is one set of connections. */
    private RecordedAnswer sendOnLoop(UpstreamRequest request) {
        RecordedAnswer answer = new RecordedAnswer();
        transport.loops().iterator().next().execute(() -> upstreams.send(socket, request, answer));
        return answer;
    }

    // Answers that are good.

    @Test
    void sendsOneAfterTheOtherOnOneConnection() throws Exception {
        ScriptedServer server = serve(answering(OK));
        for (int i = 0; i < 50; i++) {
            RecordedAnswer answer = sendOnLoop(post("body " + i));
            assertThat(answer.story()).isEqualTo("head 200 part end");
            assertThat(answer.text()).isEqualTo("ok");
        }
        assertThat(server.connections).isEqualTo(1);
        assertThat(server.requests.get(9))
                .isEqualTo("POST /a?b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nbody 9");
    }

    @Test
    void sendsTogetherOnSeveralConnections() throws Exception {
        CountDownLatch all = new CountDownLatch(8);
        serve(connection -> {
            connection.read();
            all.countDown();
            awaitNow(all);
            connection.write(OK);
        });
        List<RecordedAnswer> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(send(post("")));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.story()).isEqualTo("head 200 part end"));
    }

    private static void awaitNow(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void passesHeadersOnButForThoseThatFrameAMessage() throws Exception {
        ScriptedServer server = serve(answering("HTTP/1.1 201 \r\nA: 1\r\na:  2 \r\nContent-Length: 0\r\n\r\n"));
        List<Map.Entry<String, String>> headers = List.of(
                Map.entry("Host", "h"),
                Map.entry("X", "y"),
                Map.entry("content-length", "7"),
                Map.entry("Transfer-Encoding", "chunked"),
                Map.entry("Connection", "close"),
                Map.entry("Expect", "100-continue"));
        RecordedAnswer answer = send(new UpstreamRequest("PUT", "/", headers, new byte[0], PATIENCE));

        assertThat(answer.story()).isEqualTo("head 201 end");
        assertThat(answer.headers)
                .containsExactly(Map.entry("A", "1"), Map.entry("a", "2"), Map.entry("Content-Length", "0"));
        assertThat(server.requests).containsExactly("PUT / HTTP/1.1\r\nHost: h\r\nX: y\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a b", "/a\r\nX: y", "/a\tb"})
    void refusesTargetsThatAreMoreThanOne(String target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UpstreamRequest("GET", target, List.of(), new byte[0], PATIENCE));
    }

    @Test
    void refusesHeadersThatAreMoreThanOne() {
        List<Map.Entry<String, String>> split = List.of(Map.entry("X", "y\r\nZ: a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UpstreamRequest("GET", "/", split, new byte[0], PATIENCE));
    }

    @Test
    void sendsAndReceivesMuch() throws Exception {
        String much = "0123456789abcdef".repeat(300_000);
        ScriptedServer server =
                serve(answering("HTTP/1.1 200 OK\r\nContent-Length: " + much.length() + "\r\n\r\n" + much));
        for (int i = 0; i < 2; i++) {
            RecordedAnswer answer = sendOnLoop(post(much));
            assertThat(answer.story()).isEqualTo("head 200 part end");
            assertThat(answer.text()).isEqualTo(much);
        }
        assertThat(server.requests).hasSize(2).allMatch(request -> request.endsWith("\r\n\r\n" + much));
        assertThat(server.connections).isEqualTo(1);
    }

    static List<String> wholeAnswers() {
        return List.of(
                OK,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\no\r\n01\r\nk\r\n0\r\nT: t\r\n\r\n",
                "HTTP/1.1 102 \r\n\r\nHTTP/1.1 103 Hints\r\nLink: a\r\n\r\n" + OK);
    }

    @ParameterizedTest
    @MethodSource("wholeAnswers")
    void readsAnswersByteByByte(String answer) throws Exception {
        serve(connection -> {
            while (connection.read()) {
                for (int i = 0; i < answer.length(); i++) {
                    connection.write(answer.substring(i, i + 1));
                }
            }
        });
        for (int i = 0; i < 2; i++) {
            RecordedAnswer got = sendOnLoop(post(""));
            assertThat(got.story()).isEqualTo("head 200 part end");
            assertThat(got.text()).isEqualTo("ok");
        }
    }

    /** Wherever an answer is cut, it is no whole one. */
    @ParameterizedTest
    @MethodSource("wholeAnswers")
    void isToldOfEveryCut(String answer) throws Exception {
        AtomicInteger cut = new AtomicInteger();
        ScriptedServer server = serve(connection -> {
            connection.read();
            connection.write(answer.substring(0, cut.get()));
        });
        for (int i = 0; i < answer.length(); i++) {
            cut.set(i);
            assertThat(send(post("")).story())
                    .as("cut at %d", i)
                    .endsWith("LOST")
                    .doesNotContain("end");
        }
        assertThat(server.requests).as("none is sent twice").hasSize(answer.length());
    }

    @Test
    void answersWithoutABodyEndWithTheirHeads() throws Exception {
        ScriptedServer server = serve(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            connection.read();
            connection.write("HTTP/1.1 204 No Content\r\n\r\n");
            connection.read();
            connection.write("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
            connection.awaitEnd();
        });
        assertThat(sendOnLoop(request("HEAD", "", PATIENCE)).story()).isEqualTo("head 200 end");
        assertThat(sendOnLoop(post("")).story()).isEqualTo("head 204 end");
        assertThat(sendOnLoop(post("")).story()).isEqualTo("head 304 end");
        assertThat(server.connections).isEqualTo(1);
    }

    @Test
    void anAnswerUpToTheEndOfTheConnectionMustSaySo() throws Exception {
        ScriptedServer server = serve(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
        });
        for (int i = 0; i < 2; i++) {
            RecordedAnswer answer = sendOnLoop(post(""));
            assertThat(answer.story()).isEqualTo("head 200 part end");
            assertThat(answer.text()).isEqualTo("all of it");
        }
        assertThat(server.connections).isEqualTo(2);
    }

    @Test
    void readsTheAnswerOfAServerThatDoesNotWantTheBody() throws Exception {
        serve(connection -> connection.write("HTTP/1.1 413 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno"));
        assertThat(send(post("x".repeat(5_000_000))).story()).isEqualTo("head 413 part end");
    }

    // Answers and connections that are not.

    static List<String> malformedAnswers() {
        return List.of(
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n",
                "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 20x OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 O\0K\r\nContent-Length: 0\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n Content-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0, 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nuntil the end",
                "HTTP/1.1 204 No Content\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 100 \r\n\r\n".repeat(9) + OK,
                "HTTP/1.1 200 " + "r".repeat(2000) + "\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: " + "a".repeat(MAX_HEAD_BYTES) + "\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + "A: a\r\n".repeat(1001) + "Content-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("malformedAnswers")
    void refusesMalformedAnswers(String answer) throws Exception {
        serve(connection -> {
            connection.read();
            connection.write(answer);
            connection.awaitEnd();
        });
        assertThat(send(post("")).story()).isEqualTo("MALFORMED");
    }

    static List<String> malformedChunks() {
        return List.of(
                "x\r\n",
                "\r\n",
                "1 \r\na\r\n",
                "1\na\r\n",
                "1\r\nab\r\n",
                "1\r\na\n",
                "-1\r\n",
                "1;\r\n",
                "0\n",
                "0\r\nContent-Length: 1\r\n\r\n",
                "1234567890123456\r\n");
    }

    @ParameterizedTest
    @MethodSource("malformedChunks")
    void refusesMalformedChunks(String chunks) throws Exception {
        serve(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            connection.awaitEnd();
        });
        assertThat(send(post("")).story()).startsWith("head 200").endsWith("MALFORMED");
    }

    /** They might be taken for the answer to somebody else's call. */
    @Test
    void doesNotUseAConnectionAgainThatHasBytesBehindAnAnswer() throws Exception {
        ScriptedServer server = serve(connection -> {
            connection.read();
            connection.write(OK + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            connection.awaitEnd();
        });
        for (int i = 0; i < 3; i++) {
            RecordedAnswer answer = sendOnLoop(post(""));
            assertThat(answer.story()).isEqualTo("head 200 part end");
            assertThat(answer.text()).isEqualTo("ok");
        }
        assertThat(server.connections).isEqualTo(3);
    }

    @Test
    void closesAnIdleConnectionOnWhichSomethingComes() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        serve(connection -> {
            connection.read();
            connection.write(OK);
            awaitNow(more);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            connection.awaitEnd();
            ended.countDown();
        });
        assertThat(sendOnLoop(post("")).story()).isEqualTo("head 200 part end");
        more.countDown();
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCallToNobodyIsNotSent() throws Exception {
        assertThat(send(post("")).story()).isEqualTo("NOT_SENT");
        serve(answering(OK)).close();
        assertThat(socket).exists();
        assertThat(send(post("")).story()).isEqualTo("NOT_SENT");
    }

    @Test
    void aCallIsNeverSentTwiceOnceAByteIsWritten() throws Exception {
        ScriptedServer server = serve(connection -> {
            connection.read();
            connection.write(OK);
            connection.read(); // And dies.
        });
        assertThat(sendOnLoop(post("1")).story()).isEqualTo("head 200 part end");
        assertThat(sendOnLoop(post("2")).story()).isEqualTo("LOST");
        assertThat(server.requests).hasSize(2);
    }

    /** The event loop is busy while the server closes, so it learns of it by the write that fails. */
    @Test
    void aCallOnAConnectionThatTurnsOutToBeClosedTakesAnother() throws Exception {
        CountDownLatch close = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicInteger served = new AtomicInteger();
        ScriptedServer server = serve(connection -> {
            connection.read();
            connection.write(OK);
            if (served.getAndIncrement() == 0) {
                awaitNow(close);
                connection.close();
                closed.countDown();
            }
        });
        assertThat(sendOnLoop(post("1")).story()).isEqualTo("head 200 part end");
        RecordedAnswer second = new RecordedAnswer();
        transport.loops().iterator().next().execute(() -> {
            close.countDown();
            awaitNow(closed);
            upstreams.send(socket, post("2"), second);
        });
        assertThat(second.story()).isEqualTo("head 200 part end");
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void givesUpASilentServer() throws Exception {
        CountDownLatch ended = new CountDownLatch(2);
        AtomicInteger served = new AtomicInteger();
        serve(connection -> {
            connection.read();
            if (served.getAndIncrement() > 0) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
            }
            connection.awaitEnd();
            ended.countDown();
        });
        UpstreamRequest impatient = request("POST", "", Duration.ofSeconds(1));
        assertThat(send(impatient).story()).isEqualTo("TIMED_OUT");
        assertThat(send(impatient).story()).isEqualTo("head 200 part TIMED_OUT");
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCancelledCallEndsItsConnectionAndTellsNobody() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        serve(connection -> {
            connection.read();
            read.countDown();
            connection.awaitEnd();
            ended.countDown();
        });
        RecordedAnswer answer = new RecordedAnswer();
        Upstreams.Sent sent = upstreams.send(socket, post(""), answer);
        assertThat(read.await(60, TimeUnit.SECONDS)).isTrue();
        sent.cancel();
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(answer.calls).isEmpty();
    }

    @Test
    void aPausedAnswerWaitsInTheServerAndIsNotLate() throws Exception {
        String much = "0123456789abcdef".repeat(1_000_000);
        AtomicInteger written = new AtomicInteger();
        serve(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + much.length() + "\r\n\r\n");
            for (int i = 0; i < 16; i++) {
                connection.write(much.substring(i * 1_000_000, (i + 1) * 1_000_000));
                written.incrementAndGet();
            }
            connection.awaitEnd();
        });
        RecordedAnswer answer = new RecordedAnswer();
        Upstreams.Sent sent = upstreams.send(socket, request("POST", "", Duration.ofSeconds(2)), answer);
        sent.pause();
        await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> written.get() < 4);
        assertThat(answer.calls).doesNotContain("end", "TIMED_OUT");
        sent.resume();
        assertThat(answer.story()).isEqualTo("head 200 part end");
        assertThat(answer.text()).isEqualTo(much);
    }

    @Test
    void forgetsTheConnectionsOfAServerThatHasStopped() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        ScriptedServer server = serve(connection -> {
            while (connection.read()) {
                connection.write(OK);
            }
            ended.countDown();
        });
        assertThat(sendOnLoop(post("")).story()).isEqualTo("head 200 part end");
        upstreams.forget(socket);
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(sendOnLoop(post("")).story()).isEqualTo("head 200 part end");
        assertThat(server.connections).isEqualTo(2);
    }

    @Test
    void failsCallsWhenItIsClosed() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        serve(connection -> {
            connection.read();
            read.countDown();
            connection.awaitEnd();
        });
        RecordedAnswer going = send(post(""));
        assertThat(read.await(60, TimeUnit.SECONDS)).isTrue();
        upstreams.close();
        assertThat(going.story()).isEqualTo("LOST");
        assertThat(send(post("")).story()).isEqualTo("NOT_SENT");
    }
}
