package dev.effe.server.edge;

import static dev.effe.server.kit.Frames.NO_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Frames;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The things that a client of HTTP/2 may take its time with, and those that it may not. */
@Timeout(60)
@Tag("once")
class Http2TimeTest {

    @Test
    void aPrefaceThatDoesNotEndAndOneWithoutSettings() throws Exception {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Http2Server server = new Http2Server("head-timeout", "1s");
                Socket first = server.edge.connect();
                Socket second = server.edge.connect()) {
            long begun = System.nanoTime();
            first.getOutputStream().write(preface, 0, 20);
            second.getOutputStream().write(preface);
            Http2Client silent = new Http2Client(second);
            silent.acknowledges = false;

            assertThat(silent.end()).isEqualTo(NO_ERROR);
            assertThat(first.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
            server.assertQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFirstRequestThatDoesNotCome(boolean begun) throws Exception {
        try (Http2Server server = new Http2Server("head-timeout", "1s");
                Http2Client client = server.connect()) {
            long connected = System.nanoTime();
            client.sync(); // Its acknowledgement must not come in between.
            if (begun) {
                client.frame(Frames.HEADERS, Frames.END_STREAM, 1, new byte[] {(byte) 0x82});
            }
            assertThat(client.end()).isEqualTo(NO_ERROR);
            assertThat(Duration.ofNanos(System.nanoTime() - connected)).isGreaterThan(Duration.ofMillis(900));
            server.assertQuiet();
        }
    }

    @Test
    void anIdleConnectionIsClosedWithAGoAway() throws Exception {
        try (Http2Server server = new Http2Server("idle-timeout", "1s");
                Http2Client client = server.connect()) {
            client.answer(client.get("/"));
            long answered = System.nanoTime();
            client.get("/"); // Whose answer is read below.

            assertThat(client.end()).isEqualTo(NO_ERROR);
            assertThat(client.lastStream).isEqualTo(3);
            assertThat(client.received(3).ended).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - answered)).isGreaterThan(Duration.ofSeconds(1));
            client.leave();
            server.awaitNothingLeft();
        }
    }

    @Test
    void aConnectionWithARequestIsNotIdle() throws Exception {
        try (Http2Server server = new Http2Server("idle-timeout", "300ms", "timeout", "1s");
                Http2Client client = server.connect()) {
            Answer answer = client.answer(client.get("/wait"));

            assertThat(answer.status).isEqualTo(504);
            assertThat(answer.text()).contains("urn:effe:error:timeout");
            assertThat(client.goAway).isEqualTo(-1);
            assertThat(client.end()).isEqualTo(NO_ERROR);
            client.leave();
        }
    }

    @Test
    void aBodyThatDoesNotEnd() throws Exception {
        try (Http2Server server = new Http2Server("body-timeout", "1s", "idle-timeout", "1s");
                Http2Client client = server.connect()) {
            int slow = client.post("/");
            client.data(slow, new byte[1], false);
            assertThat(client.answer(client.get("/")).status).isEqualTo(200);

            Answer answer = client.answer(slow);
            assertThat(answer.status).isEqualTo(408);
            assertThat(answer.text()).contains("urn:effe:error:timeout");
            client.readUntil(() -> answer.reset >= 0);
            assertThat(answer.reset).isEqualTo(NO_ERROR);
            assertThat(server.calls).hasValue(1);
            client.leave();
            server.assertQuiet();
        }
    }

    /** A client that sends several bodies may begin with one of them: only a slow connection is too slow. */
    @Test
    void aBodyThatComesTooSlowlyUnlessAnotherComesBeforeIt() throws Exception {
        try (Http2Server server = new Http2Server("min-body-rate", "1000");
                Http2Client waiting = server.connect();
                Http2Client slow = server.connect()) {
            long begun = System.nanoTime();
            int second = waiting.post("/");
            waiting.body(waiting.post("/"), new byte[60_000], false); // For a minute.
            waiting.sync();

            Answer refused = slow.answer(slow.post("/"));
            assertThat(refused.status).isEqualTo(408);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(5));
            slow.leave();

            // Its clock is as old as the other's, and is looked at four times a second.
            while (System.nanoTime() - begun < Duration.ofSeconds(7).toNanos()) {
                LockSupport.parkNanos(50_000_000);
                waiting.sync();
            }
            waiting.data(second, new byte[10], true);
            assertThat(waiting.answer(second).status).isEqualTo(200);
            waiting.leave();
        }
    }
}
