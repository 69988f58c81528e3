package dev.effe.server.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.memory.BodyRoom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of a connection of HTTP/1.1, the first of them saying how the others are cut. */
class Http1DecoderFuzzTest {

    /** Small, so that they are reached. */
    private static final Http1Limits LIMITS = new Http1Limits(100, 300, 8, 64);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "\1GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                        "\2HEAD /a%20b?x=%2F HTTP/1.1\r\nHost: a.b:80\r\nX-T:\t a\tb \r\n\r\nGET / HTTP/1.0\r\n\r\n",
                        "\3POST / HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
                        "\4PUT http://a/ HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                                + "5;a=\"b\\\"\"\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n",
                        "\5OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void doesNotDependOnTheCuts(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        List<String> whole = decode(bytes, bytes.length);
        assertThat(decode(bytes, 1 + Byte.toUnsignedInt(bytes[0]) % 16)).isEqualTo(whole);
        assertThat(decode(bytes, 1)).isEqualTo(whole);
    }

    private static List<String> decode(byte[] bytes, int longest) {
        Recorder recorder = new Recorder();
        EmbeddedChannel channel = new EmbeddedChannel(recorder.decoder);
        List<ByteBuf> fed = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(bytes[0]);
        for (int from = 1; from < bytes.length; ) {
            int count = Math.min(bytes.length - from, longest == bytes.length ? longest : 1 + random.nextInt(longest));
            fed.add(Unpooled.copiedBuffer(bytes, from, count));
            channel.writeInbound(fed.get(fed.size() - 1));
            from += count;
        }
        channel.finishAndReleaseAll();
        channel.checkException();
        assertThat(fed).allMatch(buffer -> buffer.refCnt() == 0);
        return recorder.calls;
    }

    private static final class Recorder implements Receiver {

        final Http1Decoder decoder = new Http1Decoder(LIMITS, this, () -> 0);
        final List<String> calls = new ArrayList<>();

        @Override
        public void received(RequestMessage message) {
            RequestHead head = message.head();
            assertThat(calls).noneMatch(call -> call.startsWith("refused"));
            assertThat(head.target()).matches("[!-~]+");
            assertThat(head.contentLength() > 0 && head.chunked()).isFalse();
            assertThat(message.body().bytes().length).isLessThanOrEqualTo(64);
            assertThat(head.headers().toString()).doesNotContain("\r", "\n", "\0");
            calls.add(head + new String(message.body().bytes(), StandardCharsets.ISO_8859_1));
            decoder.next();
        }

        @Override
        public void refused(Refusal refusal) {
            assertThat(calls).noneMatch(call -> call.startsWith("refused"));
            calls.add("refused " + refusal);
        }

        @Override
        public boolean takesMore() {
            return true;
        }

        @Override
        public BodyRoom.Answer needRoom(long bytes, long entryBytes) {
            return BodyRoom.Answer.TAKEN;
        }

        @Override
        public boolean tryNeedRoom(long bytes) {
            return true;
        }

        @Override
        public boolean hold(long bytes) {
            return true;
        }

        @Override
        public void continueDue() {} // Depends on the cuts, as it must.

        @Override
        public void inputEnded() {
            calls.add("ended");
        }
    }
}
