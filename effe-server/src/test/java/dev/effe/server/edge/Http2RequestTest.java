package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Frames;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and answers by frames (RFC 9113, 8). */
@Timeout(60)
class Http2RequestTest {

    private static Http2Server server;
    private Http2Client client;

    @BeforeAll
    static void start() throws Exception {
        server = new Http2Server();
    }

    @BeforeEach
    void connect() throws Exception {
        client = server.connect();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        server.assertQuiet();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void saysItsLimitsFirst() throws Exception {
        client.sync();

        assertThat(client.settings)
                .containsEntry(3, 100)
                .containsEntry(4, 65_536)
                .containsEntry(6, 16_384);
    }

    @Test
    void answersARequestWithoutABody() throws Exception {
        Answer answer = client.answer(client.get("/a?b=%20c"));

        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("0 bytes");
        assertThat(answer.ended).isTrue();
        assertThat(answer.reset).isEqualTo(-1);
        assertThat(answer.headers)
                .containsEntry("content-type", "text/plain; charset=utf-8")
                .containsEntry("content-length", "7")
                .containsKeys("date", "x-request-id")
                .doesNotContainKeys("connection", "transfer-encoding", "server");
    }

    @Test
    void givesTheFunctionWhatTheClientSent() throws Exception {
        int stream = client.newStream();
        client.headers(
                stream,
                true,
                ":path",
                "/show?q",
                ":method",
                "OPTIONS",
                ":authority",
                "Example.com:81",
                ":scheme",
                "https",
                "x-a",
                "1",
                "cookie",
                "a=b",
                "x-a",
                "\u00e9 2",
                "cookie",
                "c=d; e=f",
                "x-empty",
                "",
                "te",
                "trailers",
                "host",
                "example.com:81");

        assertThat(client.answer(stream).text())
                .isEqualTo("OPTIONS /show?q\ncookie: a=b; c=d; e=f\nhost: example.com:81\nte: trailers\n"
                        + "x-a: 1|\u00e9 2\nx-empty: \n");
    }

    @Test
    void takesTheHostFromAuthorityOrFromHost() throws Exception {
        assertThat(client.answer(client.get("/show")).text()).isEqualTo("GET /show\nhost: localhost\n");
        int stream = client.newStream();
        client.headers(stream, true, ":method", "GET", ":scheme", "http", ":path", "/show", "host", "other");
        assertThat(client.answer(stream).text()).isEqualTo("GET /show\nhost: other\n");
    }

    @Test
    void takesAnAsteriskFromOptionsOnly() throws Exception {
        int options = client.newStream();
        client.headers(options, true, Http2Client.request("OPTIONS", "*"));
        assertThat(client.answer(options).status).isEqualTo(200);
        assertThat(client.answer(client.get("*")).reset).isEqualTo(Frames.PROTOCOL_ERROR);
    }

    @Test
    void receivesABodyInFramesWithPaddingAndTrailers() throws Exception {
        int stream = client.post("/echo", "content-length", "5");
        client.data(stream, "he".getBytes(StandardCharsets.US_ASCII), false);
        client.frame(Frames.DATA, 8, stream, new byte[] {3, 'l', 'l', 'o', 0, 0, 0});
        client.headers(stream, true, "x-trailer", "dropped");

        Answer answer = client.answer(stream);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.status).isEqualTo(200);
    }

    @Test
    void receivesAHeadInContinuations() throws Exception {
        byte[] block = Http2Client.block(Http2Client.request("GET", "/show", "x-a", "a".repeat(100)));
        int stream = client.newStream();
        client.frame(Frames.HEADERS, Frames.END_STREAM, stream, java.util.Arrays.copyOfRange(block, 0, 10));
        for (int i = 10; i < block.length; i += 20) {
            int end = Math.min(block.length, i + 20);
            client.frame(
                    Frames.CONTINUATION,
                    end == block.length ? Frames.END_HEADERS : 0,
                    stream,
                    java.util.Arrays.copyOfRange(block, i, end));
        }

        assertThat(client.answer(stream).text()).contains("x-a: " + "a".repeat(100));
    }

    @ParameterizedTest
    @CsvSource({"200, true, 4", "204, false, ", "205, false, 0", "304, false, ", "404, true, 4"})
    void sendsABodyOnlyWhereThereMayBeOne(int code, boolean body, String length) throws Exception {
        Answer get = client.answer(client.get("/status?code=" + code));
        assertThat(get.status).isEqualTo(code);
        assertThat(get.text()).isEqualTo(body ? "body" : "");
        assertThat(get.headers.get("content-length")).isEqualTo(length);

        int stream = client.newStream();
        client.headers(stream, true, Http2Client.request("HEAD", "/status?code=" + code));
        Answer head = client.answer(stream);
        assertThat(head.status).isEqualTo(code);
        assertThat(head.text()).isEmpty();
        assertThat(head.headers.get("content-length")).isEqualTo(length);
    }

    @Test
    void answersAHeadOfAStreamWithoutItsBody() throws Exception {
        int stream = client.newStream();
        client.headers(stream, true, Http2Client.request("HEAD", "/stream?bytes=100000"));

        Answer answer = client.answer(stream);
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void saysContinueBeforeTheBodyAndNotWithout() throws Exception {
        int stream = client.post("/echo", "expect", "100-continue");
        Answer answer = client.received(stream);
        client.readUntil(() -> answer.continued);
        assertThat(answer.status).isZero();
        client.data(stream, new byte[] {'x'}, true);
        assertThat(client.answer(stream).text()).isEqualTo("x");

        assertThat(client.answer(client.get("/", "expect", "100-continue")).continued)
                .isFalse();
        Answer unknown = client.answer(client.post("/", "expect", "101-nothing"));
        assertThat(unknown.status).isEqualTo(417);
        assertThat(unknown.continued).isFalse();
    }

    @Test
    void sendsHeaderNamesInLowerCase() throws Exception {
        assertThat(client.answer(client.get("/headers")).headers).containsEntry("x-mixed-case", "one|two");
    }

    @Test
    void keepsAWellFormedRequestIdAndReplacesAnother() throws Exception {
        assertThat(client.answer(client.get("/", "x-request-id", "My.id-1")).headers)
                .containsEntry("x-request-id", "My.id-1");
        assertThat(client.answer(client.get("/", "x-request-id", "a b")).headers.get("x-request-id"))
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void answersManyStreamsAtOnceAndInAnyOrder() throws Exception {
        int slow = client.get("/wait");
        List<Integer> streams = new ArrayList<>();
        for (int i = 0; i < 99; i++) {
            streams.add(client.get("/large?bytes=" + (100 + i)));
        }
        for (int i = 0; i < 99; i++) {
            assertThat(client.answer(streams.get(i)).body.toByteArray()).isEqualTo(Http2Server.pattern(100 + i));
        }
        assertThat(client.received(slow).status).isZero();
        client.reset(slow, Frames.CANCEL);
        client.sync();
        server.mayAnswer.countDown();
    }

    @Test
    void servesAPrefaceThatComesByteByByte() throws Exception {
        try (Socket socket = server.edge.connect()) {
            byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            for (byte b : preface) {
                socket.getOutputStream().write(b);
            }
            Http2Client slow = new Http2Client(socket);
            slow.settings();
            assertThat(slow.answer(slow.get("/")).text()).isEqualTo("0 bytes");
        }
    }

    @Test
    void refusesThePrefaceWhereHttp2IsOff() throws Exception {
        try (Http2Server without = new Http2Server("http2", "off");
                Socket socket = without.edge.connect()) {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 505 ");
        }
    }
}
