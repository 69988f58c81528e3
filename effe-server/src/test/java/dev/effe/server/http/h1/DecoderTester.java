package dev.effe.server.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.memory.BodyRoom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A decoder on a channel of its own, and a receiver that records what it is told, one text for each call. */
public final class DecoderTester implements Receiver, AutoCloseable {
    final List<String> calls = new ArrayList<>();
    public final List<RequestMessage> messages = new ArrayList<>();
    final Http1Decoder decoder;
    final EmbeddedChannel channel;

    private final List<ByteBuf> fed = new ArrayList<>();
    private final StringBuilder sent = new StringBuilder();
    private final boolean answersAtOnce;
    /** Called with each request. */
    Runnable whenReceived = () -> {};
    /** True if requests are decoded ahead of answers. */
    boolean takesMore;
    /** The answer to bodies that need room. */
    BodyRoom.Answer room = BodyRoom.Answer.TAKEN;
    /** The bytes that it holds of requests that have not come whole, or are read ahead. */
    long heldBytes;
    /** Turned by hand. */
    long nanos;

    private DecoderTester(Http1Limits limits, boolean answersAtOnce) {
        this.answersAtOnce = answersAtOnce;
        this.decoder = new Http1Decoder(limits, this, () -> nanos);
        this.channel = new EmbeddedChannel(decoder);
    }

    /** Each request is answered from within the call that brings it. */
    public static DecoderTester answering() {
        return answering(Http1Limits.DEFAULTS);
    }

    public static DecoderTester answering(Http1Limits limits) {
        return new DecoderTester(limits, true);
    }

    /** A request is answered when the test calls {@link Http1Decoder#next}. */
    static DecoderTester waiting() {
        return new DecoderTester(Http1Limits.DEFAULTS, false);
    }

    /** The calls that the receiver gets for these bytes, in these pieces. */
    public static List<String> decode(String... pieces) {
        return decode(Http1Limits.DEFAULTS, pieces);
    }

    public static List<String> decode(Http1Limits limits, String... pieces) {
        try (DecoderTester tester = answering(limits)) {
            tester.feed(pieces);
            return tester.calls;
        }
    }

    /** The calls that the receiver gets if it answers nothing before all is sent, and decodes ahead of that. */
    static List<String> decodeAhead(String... pieces) {
        try (DecoderTester tester = waiting()) {
            tester.takesMore = true;
            tester.feed(pieces);
            for (int answered = 0; answered < tester.messages.size(); answered++) {
                assertThat(tester.calls.size()).as("%s", tester.calls).isEqualTo(tester.messages.size());
                tester.decoder.next();
            }
            return tester.calls;
        }
    }

    /** The one request in these bytes. */
    public static RequestMessage message(String bytes) {
        try (DecoderTester tester = answering()) {
            tester.feed(bytes);
            assertThat(tester.calls).as(bytes).hasSize(1);
            assertThat(tester.messages).as("%s of %s", tester.calls, bytes).hasSize(1);
            return tester.messages.get(0);
        }
    }

    public static String[] bytewise(String stream) {
        return stream.split("");
    }

    public void feed(String... pieces) {
        for (String piece : pieces) {
            feed(Unpooled.directBuffer(Math.max(1, piece.length()))
                    .writeBytes(piece.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    public void feed(ByteBuf buffer) {
        fed.add(buffer);
        channel.writeInbound(buffer);
    }

    /** The client's FIN. */
    void endInput() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    /** The bytes that the client was told meanwhile. */
    String sent() {
        String text = sent.toString();
        sent.setLength(0);
        return text;
    }

    /** Closes the connection; afterwards every buffer is released exactly once and nothing has failed. */
    @Override
    public void close() {
        channel.finishAndReleaseAll();
        channel.checkException();
        assertThat(fed).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @Override
    public void received(RequestMessage message) {
        messages.add(message);
        calls.add(describe(message));
        whenReceived.run();
        if (answersAtOnce) {
            decoder.next();
        }
    }

    @Override
    public boolean takesMore() {
        return takesMore;
    }

    @Override
    public BodyRoom.Answer needRoom(long bytes, long entryBytes) {
        return room;
    }

    @Override
    public boolean tryNeedRoom(long bytes) {
        return room == BodyRoom.Answer.TAKEN;
    }

    @Override
    public boolean hold(long bytes) {
        heldBytes = bytes;
        return room == BodyRoom.Answer.TAKEN;
    }

    @Override
    public void continueDue() {
        sent.append("HTTP/1.1 100 Continue\r\n\r\n");
    }

    @Override
    public void refused(Refusal refusal) {
        calls.add("refused " + refusal);
    }

    @Override
    public void inputEnded() {
        calls.add("ended");
    }

    private static String describe(RequestMessage message) {
        RequestHead head = message.head();
        return head.method() + " " + head.target() + " 1." + head.minorVersion() + " " + head.headers()
                + (head.keepAlive() ? " keep " : " close ")
                + new String(message.body().bytes(), StandardCharsets.ISO_8859_1);
    }
}
