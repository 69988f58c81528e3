package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Frames;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The last that is allowed and the first that is refused. */
@Timeout(60)
class Http2LimitsTest {

    private static final int FIELD_OVERHEAD = 32;
    private static Http2Server server;
    private Http2Client client;

    @BeforeAll
    static void start() throws Exception {
        server = new Http2Server("max-body", "10000", "max-header-count", "20", "min-body-rate", "0");
    }

    @BeforeEach
    void connect() throws Exception {
        server.calls.set(0);
        client = server.connect();
    }

    @AfterEach
    void theConnectionGoesOn() throws Exception {
        int calls = server.calls.get();
        assertThat(client.answer(client.get("/")).status).isEqualTo(200);
        assertThat(server.calls).hasValue(calls + 1);
        client.close();
        server.assertQuiet();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status).isEqualTo(status);
        assertThat(answer.ended).isTrue();
        assertThat(answer.headers)
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("content-length", Integer.toString(answer.body.size()));
        assertThat(answer.text()).contains("urn:effe:error:" + type).contains(answer.headers.get("x-request-id"));
        assertThat(server.calls).hasValue(0);
    }

    /** A request whose header list has this size (RFC 9113, 6.5.2). */
    private static String[] listOf(String method, int bytes) {
        String[] fields = Http2Client.request(method, "/", "x-a", "");
        int size = Arrays.stream(fields).mapToInt(String::length).sum() + fields.length / 2 * FIELD_OVERHEAD;
        fields[fields.length - 1] = "a".repeat(bytes - size);
        return fields;
    }

    @Test
    void connections() throws Exception {
        try (Http2Server server = new Http2Server("max-connections", "1");
                Http2Client only = server.connect()) {
            assertThat(only.answer(only.get("/")).status).isEqualTo(200);
            try (Http2Client beyond = server.connect()) {
                Answer refused = beyond.answer(beyond.get("/"));
                assertThat(refused.status).isEqualTo(503);
                assertThat(refused.headers).containsEntry("retry-after", "1");
                assertThat(beyond.answer(beyond.get("/_effe/livez")).text()).isEqualTo("ok\n");
                assertThat(beyond.end()).isEqualTo(Frames.NO_ERROR);
            }
            assertThat(only.answer(only.get("/")).status).isEqualTo(200);
            assertThat(server.calls).hasValue(2);
        }
    }

    @Test
    void theHeaderList() throws Exception {
        int most = client.newStream();
        client.headers(most, true, listOf("GET", 16_384));
        assertThat(client.answer(most).status).isEqualTo(200);
        server.calls.set(0);
        int more = client.newStream();
        client.frame(
                Frames.HEADERS,
                Frames.END_STREAM,
                more,
                Arrays.copyOf(Http2Client.block(listOf("GET", 16_385)), 10_000));
        byte[] block = Http2Client.block(listOf("GET", 16_385));
        client.frame(Frames.CONTINUATION, Frames.END_HEADERS, more, Arrays.copyOfRange(block, 10_000, block.length));
        assertProblem(client.answer(more), 431, "headers-too-large");
    }

    @Test
    void theHeaderListOfARequestWithABody() throws Exception {
        int stream = client.newStream();
        client.headers(stream, false, listOf("POST", 16_385));
        client.data(stream, new byte[1000], false);
        client.data(stream, new byte[1000], true);

        assertProblem(client.answer(stream), 431, "headers-too-large");
    }

    @Test
    void theListOfTrailers() throws Exception {
        int stream = client.post("/");
        client.data(stream, new byte[1], false);
        client.headers(stream, true, "x-a", "a".repeat(16_360));

        assertProblem(client.answer(stream), 431, "headers-too-large");
    }

    @Test
    void theNumberOfFields() throws Exception {
        assertThat(client.answer(client.get("/", fields(19))).status).isEqualTo(200); // And Host.
        server.calls.set(0);
        assertProblem(client.answer(client.get("/", fields(20))), 431, "headers-too-large");
    }

    private static String[] fields(int count) {
        String[] fields = new String[2 * count];
        for (int i = 0; i < count; i++) {
            fields[2 * i] = "x-" + i;
            fields[2 * i + 1] = "1";
        }
        return fields;
    }

    @Test
    void cookiesAreOneFieldHoweverTheyAreSplit() throws Exception {
        String[] cookies = new String[100];
        Arrays.fill(cookies, "cookie");
        for (int i = 1; i < 100; i += 2) {
            cookies[i] = "a" + i + "=b";
        }
        assertThat(client.answer(client.get("/show", cookies)).text()).contains("cookie: a1=b; a3=b; ");
    }

    @Test
    void thePath() throws Exception {
        assertThat(client.answer(client.get("/" + "a".repeat(8191))).status).isEqualTo(200);
        server.calls.set(0);
        assertProblem(client.answer(client.get("/" + "a".repeat(8192))), 414, "uri-too-long");
    }

    @Test
    void theBody() throws Exception {
        int declared = client.post("/", "content-length", "10000");
        client.body(declared, new byte[10_000]);
        assertThat(client.answer(declared).text()).isEqualTo("10000 bytes");
        int undeclared = client.post("/");
        client.body(undeclared, new byte[10_000]);
        assertThat(client.answer(undeclared).text()).isEqualTo("10000 bytes");
    }

    @Test
    void aDeclaredBodyBeyondTheLimit() throws Exception {
        int stream = client.post("/", "content-length", "10001", "expect", "100-continue");
        Answer answer = client.answer(stream);

        assertProblem(answer, 413, "too-large");
        assertThat(answer.continued).isFalse();
        client.readUntil(() -> answer.reset >= 0);
        assertThat(answer.reset).isEqualTo(Frames.NO_ERROR);
    }

    /** Java 17's client reads its answer behind the last byte of the body only. */
    @Test
    void theRestOfARefusedBodyIsTaken() throws Exception {
        int stream = client.post("/", "content-length", "300000");
        Answer answer = client.answer(stream);
        assertProblem(answer, 413, "too-large");
        client.body(stream, new byte[300_000]);
        client.sync();
        assertThat(answer.reset).isEqualTo(-1);
    }

    @Test
    void anUndeclaredBodyBeyondTheLimit() throws Exception {
        int stream = client.post("/");
        client.data(stream, new byte[10_000], false);
        client.sync();
        assertThat(client.received(stream).status).isZero();
        client.data(stream, new byte[1], false);

        Answer answer = client.answer(stream);
        assertProblem(answer, 413, "too-large");
        client.readUntil(() -> answer.reset >= 0);
        assertThat(answer.reset).isEqualTo(Frames.NO_ERROR);
        // A frame that was on its way costs nothing but itself.
        client.data(stream, new byte[5000], false);
        client.data(stream, new byte[5000], true);
        client.headers(stream, true, "x-trailer", "1");
        client.sync();
    }

    @Test
    void aRefusedHeadHasNoBody() throws Exception {
        int stream = client.newStream();
        client.headers(stream, true, Http2Client.request("HEAD", "/" + "a".repeat(8192)));

        Answer answer = client.answer(stream);
        assertThat(answer.status).isEqualTo(414);
        assertThat(answer.body.size()).isZero();
    }

    @Test
    void manyBodiesBeyondTheLimitCostNoOtherStream() throws Exception {
        int other = client.post("/");
        for (int i = 0; i < 200; i++) {
            int stream = client.post("/");
            client.data(stream, new byte[10_001], false);
            client.data(stream, new byte[1000], true);
            assertThat(client.answer(stream).status).isEqualTo(413);
        }
        client.data(other, new byte[1], true);
        assertThat(client.answer(other).text()).isEqualTo("1 bytes");
    }
}
