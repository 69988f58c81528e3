package dev.effe.server.edge;

import static dev.effe.server.kit.Frames.CANCEL;
import static dev.effe.server.kit.Frames.CONTINUATION;
import static dev.effe.server.kit.Frames.DATA;
import static dev.effe.server.kit.Frames.END_HEADERS;
import static dev.effe.server.kit.Frames.END_STREAM;
import static dev.effe.server.kit.Frames.ENHANCE_YOUR_CALM;
import static dev.effe.server.kit.Frames.FLOW_CONTROL_ERROR;
import static dev.effe.server.kit.Frames.HEADERS;
import static dev.effe.server.kit.Frames.HEADER_TABLE_SIZE;
import static dev.effe.server.kit.Frames.INITIAL_WINDOW_SIZE;
import static dev.effe.server.kit.Frames.PING;
import static dev.effe.server.kit.Frames.PRIORITY;
import static dev.effe.server.kit.Frames.PROTOCOL_ERROR;
import static dev.effe.server.kit.Frames.REFUSED_STREAM;
import static dev.effe.server.kit.Frames.SETTINGS;
import static dev.effe.server.kit.Frames.STREAM_CLOSED;
import static dev.effe.server.kit.Frames.WINDOW_UPDATE;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that make the server work more than they do themselves (RFC 9113, 10.5): the connection ends, the function is
 * called a bounded number of times, and nothing stays taken.
 */
@Timeout(60)
@Tag("once")
class Http2FloodTest {

    private static final int FAR_TOO_MANY = 50_000;

    private Http2Server server;
    private Http2Client client;

    @BeforeEach
    void start() throws Exception {
        server = new Http2Server();
        client = server.connect();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        server.mayAnswer.countDown();
        client.close();
        server.awaitNothingLeft();
        server.assertQuiet();
        server.close();
    }

    private interface Step {
        void go(int i) throws IOException;
    }

    /** Repeats a step until the server ends the connection, which it must. Returns how often. */
    private int flood(Step step) throws IOException {
        try {
            for (int i = 0; i < FAR_TOO_MANY; i++) {
                step.go(i);
                if (i % 10 == 0) {
                    client.flush();
                }
            }
        } catch (IOException e) {
            // The server has closed the connection.
        }
        return client.end();
    }

    /** The GOAWAY, if it could still be read when the connection was closed on a client that goes on writing. */
    private static void assertCalm(int goAway) {
        assertThat(goAway).isIn(-1, ENHANCE_YOUR_CALM);
    }

    @Test
    void rapidReset() throws Exception {
        assertCalm(flood(i -> client.reset(client.get("/wait"), CANCEL)));

        assertThat(server.calls).hasValueLessThanOrEqualTo(101);
    }

    @Test
    void resetsThatTheServerIsMadeToDoByAnEmptyWindowUpdate() throws Exception {
        assertCalm(flood(i -> client.openWindow(client.get("/wait"), 0)));

        assertThat(server.calls).hasValueLessThanOrEqualTo(101);
    }

    @Test
    void resetsThatTheServerIsMadeToDoByATooLargeWindow() throws Exception {
        assertCalm(flood(i -> client.openWindow(client.get("/wait"), Integer.MAX_VALUE)));

        assertThat(server.calls).hasValueLessThanOrEqualTo(101);
    }

    @Test
    void resetsThatTheServerIsMadeToDoByMalformedRequests() throws Exception {
        assertCalm(flood(i -> client.get("/", "connection", "close")));

        assertThat(server.calls).hasValue(0);
    }

    @Test
    void resetsThatTheServerIsMadeToDoByABadPriority() throws Exception {
        assertCalm(flood(i -> client.frame(PRIORITY, 0, client.get("/wait"), new byte[4])));

        assertThat(server.calls).hasValueLessThanOrEqualTo(101);
    }

    @Test
    void framesOfAStreamThatHasEnded() throws Exception {
        int stream = client.get("/");
        client.answer(stream);
        client.data(stream, new byte[1], true);

        assertThat(client.end()).isEqualTo(STREAM_CLOSED);
    }

    @Test
    void framesOfAStreamThatTheServerHasReset() throws Exception {
        int stream = client.get("/", "connection", "close");
        assertThat(client.answer(stream).reset).isEqualTo(PROTOCOL_ERROR);

        assertCalm(flood(i -> client.data(stream, new byte[0], false)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 16_000})
    void continuationsWithoutEnd(int bytes) throws Exception {
        byte[] fragment = new byte[bytes];
        Arrays.fill(fragment, (byte) 0x82);
        client.frame(HEADERS, END_STREAM, 1, new byte[0]);

        assertThat(flood(i -> client.frame(CONTINUATION, 0, 1, fragment))).isIn(-1, ENHANCE_YOUR_CALM, PROTOCOL_ERROR);
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void emptyData() throws Exception {
        int stream = client.post("/");

        assertCalm(flood(i -> client.frame(DATA, 0, stream, new byte[0])));
        assertThat(server.calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {SETTINGS, PING, PRIORITY, 77, SETTINGS + 256, PING + 256})
    void framesThatAskForNothing(int typeAndAck) throws Exception {
        int type = typeAndAck & 0xff;
        byte[] payload = type == PING ? new byte[8] : type == PRIORITY ? new byte[] {0, 0, 0, 9, 1} : new byte[0];
        int stream = type == SETTINGS || type == PING ? 0 : client.post("/");

        assertCalm(flood(i -> client.frame(type, typeAndAck >> 8, stream, payload)));
        assertThat(server.calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection", "stream"})
    void windowUpdatesThatNobodyNeeds(String of) throws Exception {
        int stream = of.equals("stream") ? client.get("/wait") : 0;

        assertCalm(flood(i -> client.openWindow(stream, 1)));
    }

    @Test
    void asManyWindowUpdatesAsBytesAreNeeded() throws Exception {
        client.opensWindows = false;
        int stream = client.get("/large?bytes=40000");
        client.answer(stream);
        for (int i = 0; i < 40_000; i++) {
            client.openWindow(0, 1);
        }
        client.sync();
        assertThat(client.answer(client.get("/")).status).isEqualTo(200);
    }

    @Test
    void aSmallBlockOfHeadersThatUnpacksToALargeOne() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(Http2Client.block(Http2Client.request("GET", "/")));
        byte[] indexed = Http2Client.block("x-bomb", "a".repeat(4000));
        indexed[0] = 0x40; // Into the table, where it is number 62.
        bomb.writeBytes(indexed);
        for (int i = 0; i < 10_000; i++) {
            bomb.write(0x80 | 62);
        }
        for (int i = 0; i < 50; i++) {
            int stream = client.newStream();
            client.frame(HEADERS, END_STREAM | END_HEADERS, stream, bomb.toByteArray());
            assertThat(client.answer(stream).status).isEqualTo(431);
        }
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void aTableOfAnySizeThatTheClientAllows() throws Exception {
        try (Http2Client greedy = server.connect(HEADER_TABLE_SIZE, 1 << 30)) {
            assertThat(greedy.answer(greedy.get("/")).status).isEqualTo(200);
            assertThat(greedy.firstBlock[0] & 0xe0).isNotEqualTo(0x20); // It changes no size (RFC 7541, 6.3).
        }
    }

    @Test
    void moreStreamsThanAllowedAreRefusedOneByOne() throws Exception {
        int[] streams = new int[110];
        for (int i = 0; i < 110; i++) {
            streams[i] = client.post("/wait");
            client.data(streams[i], new byte[1000], true);
        }
        for (int i = 100; i < 110; i++) {
            assertThat(client.answer(streams[i]).reset).isEqualTo(REFUSED_STREAM);
        }
        await().until(() -> server.calls.get() == 100);
        server.mayAnswer.countDown();
        for (int i = 0; i < 100; i++) {
            assertThat(client.answer(streams[i]).text()).isEqualTo("waited");
        }
        assertThat(server.calls).hasValue(100);
    }

    @Test
    void farMoreStreamsThanAllowed() throws Exception {
        assertCalm(flood(i -> client.get("/wait")));

        assertThat(server.calls).hasValueLessThanOrEqualTo(100);
    }

    @Test
    void aCancelledStreamCountsUntilItsRunHasEnded() throws Exception {
        int[] streams = new int[100];
        for (int i = 0; i < 100; i++) {
            streams[i] = client.get("/wait");
        }
        await().until(() -> server.calls.get() == 100);
        for (int stream : streams) {
            client.reset(stream, CANCEL);
        }
        Answer refused = client.answer(client.get("/"));
        assertThat(refused.reset).isEqualTo(REFUSED_STREAM);
        assertThat(refused.status).isZero();

        server.mayAnswer.countDown();
        await().until(() -> server.edge.metric("effe_invocations_open") == 0);
        assertThat(client.answer(client.get("/")).status).isEqualTo(200);
    }

    @Test
    void theSettingsSetTheLimits() throws Exception {
        try (Http2Server strict = new Http2Server("max-streams", "2", "max-stream-resets", "3");
                Http2Client other = strict.connect()) {
            int[] streams = {other.get("/wait"), other.get("/wait"), other.get("/")};
            assertThat(other.answer(streams[2]).reset).isEqualTo(REFUSED_STREAM);
            assertThat(other.settings).containsEntry(3, 2);
            strict.mayAnswer.countDown();
            assertThat(other.answer(streams[0]).status).isEqualTo(200);
            assertThat(other.answer(streams[1]).status).isEqualTo(200);

            for (int i = 0; i < 3; i++) {
                other.reset(other.post("/"), CANCEL);
                other.sync();
            }
            assertThat(other.goAway).isEqualTo(-1);
            other.reset(other.post("/"), CANCEL);
            assertThat(other.end()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        try (Http2Server strict = new Http2Server("max-stream-resets", "3");
                Http2Client other = strict.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(other.answer(other.get("/", "te", "x")).reset).isEqualTo(PROTOCOL_ERROR);
            }
            assertThat(other.answer(other.get("/")).status).isEqualTo(200);
            other.get("/", "te", "x");
            assertThat(other.end()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void aWindowThatIsTooLargeForAStream() throws Exception {
        int stream = client.get("/wait");
        client.openWindow(stream, Integer.MAX_VALUE);

        assertThat(client.answer(stream).reset).isEqualTo(FLOW_CONTROL_ERROR);
        assertThat(client.answer(client.get("/")).status).isEqualTo(200);
    }

    @Test
    void aWindowThatIsTooLargeForTheConnection() throws Exception {
        client.openWindow(0, Integer.MAX_VALUE);

        assertThat(client.end()).isEqualTo(FLOW_CONTROL_ERROR);
    }

    @Test
    void aFrameThatIsTooLarge() throws Exception {
        client.frame(DATA, 0, client.post("/"), new byte[16_385]);

        assertThat(client.end()).isIn(-1, 6);
    }

    @Test
    void cancelsOfAnswersThatCannotBeSent() throws Exception {
        try (Http2Client closed = server.connect(INITIAL_WINDOW_SIZE, 0)) {
            for (int i = 0; i < 90; i++) {
                int stream = closed.get("/large?bytes=1000");
                Answer answer = closed.received(stream);
                closed.readUntil(() -> answer.status == 200);
                closed.reset(stream, CANCEL);
                closed.sync();
                assertThat(answer.reset).isEqualTo(-1); // No RST_STREAM answers an RST_STREAM.
            }
            assertThat(closed.goAway).isEqualTo(-1);
        }
    }

    @Test
    void windowsThatGrowByteByByte() throws Exception {
        try (Http2Client slow = server.connect(INITIAL_WINDOW_SIZE, 0)) {
            int stream = slow.get("/large?bytes=2000");
            slow.readUntil(() -> slow.received(stream).status == 200);
            for (int i = 0; i < 2000; i++) {
                slow.frame(WINDOW_UPDATE, 0, stream, Http2Client.number(1));
            }
            assertThat(slow.answer(stream).body.toByteArray()).isEqualTo(Http2Server.pattern(2000));
        }
    }
}
