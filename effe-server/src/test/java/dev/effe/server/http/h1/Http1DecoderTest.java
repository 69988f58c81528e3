package dev.effe.server.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.message.Refusal;
import dev.effe.server.memory.BodyRoom;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1DecoderTest {
    private static final String EXPECTING =
            "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private final DecoderTester tester = DecoderTester.waiting();
    private final Http1Decoder decoder = tester.decoder;

    @AfterEach
    void releasesEveryBufferOnceAndFailsNowhere() {
        tester.close();
    }

    @Test
    void countsWhatHasNotComeWhole() {
        try (DecoderTester tester = DecoderTester.answering()) {
            tester.feed("GET / HTTP/1.1\r\nHost: a\r\n");
            assertThat(tester.heldBytes).as("a little").isZero();
            tester.feed("A: " + "b".repeat(3000));
            assertThat(tester.heldBytes).isBetween(3000L, 8000L);
            tester.feed("\r\n\r\n");
            assertThat(tester.heldBytes).as("it is complete").isZero();

            tester.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n" + "b".repeat(3999));
            assertThat(tester.heldBytes).isBetween(3999L, 8000L);
            tester.feed("b");
            assertThat(tester.heldBytes).isZero();
        }
    }

    @Test
    void countsWhatIsReadAhead() {
        try (DecoderTester tester = DecoderTester.waiting()) {
            String get = "GET /" + "b".repeat(1000) + " HTTP/1.1\r\nHost: a\r\n\r\n";
            tester.takesMore = true;
            tester.feed(get);
            assertThat(tester.heldBytes).isZero();
            tester.feed(get + get);
            assertThat(tester.heldBytes).isBetween(2000L, 4000L);
            tester.decoder.next();
            tester.decoder.next();
            tester.decoder.next();
            assertThat(tester.heldBytes).isZero();
        }
    }

    @Test
    void refusesWhatThereIsNoMemoryFor() {
        try (DecoderTester tester = DecoderTester.waiting()) {
            tester.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            tester.room = BodyRoom.Answer.REFUSED;
            tester.feed("GET /next HTTP/1.1\r\nHost: a\r\nA: " + "b".repeat(3000));
            assertThat(tester.calls).as("not before the first is answered").noneMatch(call -> call.contains("refused"));
            tester.decoder.next();
            assertThat(tester.calls).last().asString().contains("OUT_OF_MEMORY");
        }
    }

    @Test
    void holdsBackPipelinedRequestsUntilNext() {
        tester.feed(get(1) + get(2), get(3));
        assertThat(targets()).containsExactly("/1");
        decoder.next();
        assertThat(targets()).containsExactly("/1", "/2");
        decoder.next();
        assertThat(targets()).containsExactly("/1", "/2", "/3");
        decoder.next();
        assertThat(targets()).hasSize(3);
        tester.feed(get(4));
        assertThat(targets()).endsWith("/4");
    }

    @Test
    void doesNotRecurseWhenRequestsAreAnsweredAtOnce() {
        assertThat(DecoderTester.decode(Samples.GET.repeat(100_000))).hasSize(100_000);
    }

    @Test
    void ignoresNextWhenNoRequestIsBeingAnswered() {
        decoder.next();
        tester.feed("GET / HT");
        decoder.next();
        tester.feed("TP/1.1\r\nHost: a\r\n\r\n");
        assertThat(targets()).containsExactly("/");
    }

    @Test
    void pausesReadingWhenMuchIsHeldAndReadsOnWhenItDrains() {
        tester.feed(get(0));
        tester.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
        tester.feed("x".repeat(60_000));
        assertThat(autoRead()).isTrue();
        tester.feed("x".repeat(60_000));
        assertThat(autoRead()).isFalse();
        decoder.next();
        assertThat(autoRead()).isTrue();
        tester.feed("x".repeat(80_000));
        assertThat(tester.messages.get(1).body().bytes()).hasSize(200_000);
    }

    @Test
    void countsTheMemoryThatTinyReadsHold() {
        tester.feed(get(0));
        for (int i = 0; i < 40; i++) {
            tester.feed(Unpooled.directBuffer(2048).writeByte('G'));
        }
        assertThat(autoRead()).isFalse();
        decoder.discard();
        assertThat(autoRead()).isTrue();
    }

    @Test
    void deliversAllCompleteRequestsBeforeTheEndOfInput() {
        tester.feed(get(1) + get(2) + "GET /3 HTTP/1.1\r\n");
        tester.endInput();
        decoder.next();
        assertThat(tester.calls).hasSize(2);
        decoder.next();
        assertThat(tester.calls).hasSize(3).endsWith("ended");
        assertThat(decoder.phase()).isEqualTo(Phase.DISCARDING);
        tester.endInput();
        assertThat(tester.calls).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "G",
                "GET / HTTP/1.1\r\nHost: a\r\n\r",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx"
            })
    void dropsARequestCutByTheEndOfInput(String cut) {
        tester.feed(cut);
        tester.endInput();
        assertThat(tester.calls).containsExactly("ended");
    }

    @Test
    void dropsEverythingAfterARefusal() {
        tester.feed("bad\r\n" + get(1), get(2));
        decoder.next();
        tester.endInput();
        decoder.refuse(Refusal.TIMEOUT);
        assertThat(tester.calls).containsExactly("refused BAD_REQUEST_LINE");
    }

    @Test
    void refusesABadRequestOnlyAfterTheAnswersBeforeIt() {
        tester.feed(get(1) + "bad\r\n");
        assertThat(tester.calls).hasSize(1);
        decoder.next();
        assertThat(tester.calls).hasSize(2).endsWith("refused BAD_REQUEST_LINE");
    }

    @Test
    void decodesAFewAheadOfTheAnswers() {
        tester.takesMore = true;
        for (int i = 0; i < 40; i++) {
            tester.feed(get(i));
        }
        assertThat(targets()).hasSize(16).endsWith("/15");
        decoder.next();
        assertThat(targets()).hasSize(17).endsWith("/16");
        for (int i = 0; i < 39; i++) {
            decoder.next();
        }
        assertThat(targets()).hasSize(40).endsWith("/39");
        assertPhase(Phase.IDLE, 0);
    }

    @Test
    void decodesAFewBytesAheadOfTheAnswers() {
        String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n" + "x".repeat(3000);
        tester.takesMore = true;
        tester.feed(post.repeat(10));
        assertThat(tester.messages).hasSize(4);
        for (int i = 0; i < 10; i++) {
            decoder.next();
        }
        assertThat(tester.messages)
                .hasSize(10)
                .allMatch(message -> message.body().bytes().length == 3000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 9000", "Transfer-Encoding: chunked", "Expect: 100-continue\r\nContent-Length: 9"
            })
    void asksForNoBodyAndTakesNoLargeOneAheadOfTheAnswers(String header) {
        String chunks = header.contains("chunked") ? "3\r\nabc\r\n0\r\n\r\n" : "x".repeat(9);
        tester.takesMore = true;
        tester.feed(get(1) + get(2) + "POST /3 HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n");
        assertThat(targets()).containsExactly("/1", "/2");
        assertThat(decoder.hasMore()).isTrue();
        decoder.next();
        tester.nanos = 7;
        tester.feed(chunks);
        assertThat(targets()).containsExactly("/1", "/2");
        assertPhase(Phase.BUSY, 0);
        decoder.next();
        if (header.contains("9000")) {
            assertPhase(Phase.BODY, 7);
            tester.feed("x".repeat(9000 - chunks.length()));
        }
        assertThat(targets()).containsExactly("/1", "/2", "/3");
        assertThat(tester.sent()).isEmpty();
    }

    @Test
    void decodesNothingAheadForAReceiverThatTakesNoMore() {
        tester.feed(get(1) + get(2));
        tester.takesMore = true;
        tester.feed("GET /3 HT");
        assertThat(targets()).containsExactly("/1", "/2");
        tester.takesMore = false;
        tester.feed("TP/1.1\r\nHost: a\r\n\r\n");
        decoder.next();
        assertThat(targets()).containsExactly("/1", "/2");
        decoder.next();
        assertThat(targets()).containsExactly("/1", "/2", "/3");
        assertThat(decoder.hasMore()).isFalse();
    }

    @Test
    void canBeToldToRefuse() {
        tester.feed("GET / HT");
        decoder.refuse(Refusal.TIMEOUT);
        tester.feed("TP/1.1\r\nHost: a\r\n\r\n");
        assertThat(tester.calls).containsExactly("refused TIMEOUT");
    }

    @Test
    void stopsWhenItIsClosedWhileARequestIsReceived() {
        try (DecoderTester closing = DecoderTester.waiting()) {
            closing.takesMore = true;
            closing.whenReceived = closing.channel::close;
            closing.feed(get(1) + get(2));
        }
    }

    @Test
    void sendsContinueOnceWhenTheBodyIsAwaited() {
        tester.feed(EXPECTING);
        assertThat(tester.sent()).isEqualTo(CONTINUE);
        tester.feed("he", "llo");
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.messages).hasSize(1);
    }

    @Test
    void sendsNoContinueWhenTheBodyIsThere() {
        tester.feed(EXPECTING + "hello");
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.messages).hasSize(1);
    }

    @Test
    void sendsNoContinueForABodyThatIsRefused() {
        tester.feed(EXPECTING.replace(": 5", ": 6291457"));
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.calls).containsExactly("refused BODY_TOO_LARGE");
    }

    @Test
    void sendsNoContinueToHttp10OrForNoBody() {
        tester.feed(EXPECTING.replace("HTTP/1.1", "HTTP/1.0").replace("Host: a", "Connection: keep-alive") + "hello");
        decoder.next();
        tester.feed(EXPECTING.replace("Content-Length: 5", "Content-Length: 0"));
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.messages).hasSize(2);
    }

    @Test
    void sendsContinueForAPipelinedRequestInItsTurn() {
        tester.feed(get(1) + EXPECTING);
        assertThat(tester.sent()).isEmpty();
        decoder.next();
        assertThat(tester.sent()).isEqualTo(CONTINUE);
    }

    @Test
    void tellsItsPhaseAndSinceWhen() {
        assertPhase(Phase.IDLE, 0);
        tester.nanos = 1;
        tester.feed("\r\n");
        assertPhase(Phase.IDLE, 0);
        tester.feed("G");
        assertPhase(Phase.HEAD, 1);
        tester.nanos = 2;
        tester.feed("ET / HTTP/1.1\r\nHost: a\r\n");
        assertPhase(Phase.HEAD, 1);
        tester.feed("Content-Length: 3\r\n\r\nab");
        assertPhase(Phase.BODY, 2);
        assertThat(decoder.bodyBytesReceived()).isEqualTo(2);
        tester.nanos = 3;
        tester.feed("cG");
        assertPhase(Phase.BUSY, 3);
        assertThat(decoder.bodyBytesReceived()).isZero();
        tester.nanos = 4;
        decoder.next();
        assertPhase(Phase.HEAD, 4);
        decoder.discard();
        assertPhase(Phase.DISCARDING, 4);
    }

    @Test
    void countsAChunkedBodyWithoutItsFraming() {
        tester.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nab");
        assertThat(decoder.bodyBytesReceived()).isEqualTo(2);
    }

    @Test
    void passesOnWhatIsNotItsOwn() {
        tester.channel.writeInbound("text");
        assertThat(tester.channel.<String>readInbound()).isEqualTo("text");
    }

    private static String get(int number) {
        return "GET /" + number + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private List<String> targets() {
        return tester.messages.stream().map(message -> message.head().target()).toList();
    }

    private void assertPhase(Phase phase, long since) {
        assertThat(decoder.phase()).isEqualTo(phase);
        assertThat(decoder.phaseStartedNanos()).isEqualTo(since);
    }

    private boolean autoRead() {
        return tester.channel.config().isAutoRead();
    }
}
