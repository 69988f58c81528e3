package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Call;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of a connection of HTTP/2 behind its preface, in one piece and in many. */
class Http2EdgeFuzzTest {

    private static final String SETTINGS = "000000040000000000";
    private static final String GET = "82868441016100";
    private static final int DATA_FRAME_HEAD = 9;
    private static final int INTERNAL_ERROR = 2;

    private final Complaints complaints = new Complaints();
    private final HttpShared shared =
            new HttpShared(Http2EdgeFuzzTest::echo, Settings.defaults().http(), MemoryBudget.unlimited());

    private static void echo(Call call) {
        try {
            call.response().send(call.request().bytes());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        call.completed(Outcome.SUCCEEDED);
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        SETTINGS + "000000000401000000" + "000006010400000001" + "838684410161" + "000002ff0100000001"
                                + "616263",
                        SETTINGS + "000006010500000001" + GET.substring(0, 12),
                        SETTINGS + "000000040100000000" + "000006010400000001" + "838684410161" + "000003000100000001"
                                + "616263",
                        SETTINGS + "000003010100000001" + "828684" + "000003090400000001" + "410161",
                        "00000c040000000000" + "000400000005" + "000100001000" + "000006010500000001" + "828684410161"
                                + "0000040800000000010000ffff" + "000004030000000001" + "00000008",
                        SETTINGS + "000008060000000000" + "0102030405060708" + "000005020000000003" + "0000000107"
                                + "000008070000000000" + "0000000000000000")
                .map(HexFormat.of()::parseHex);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void neverFailsOrLeaks(byte[] bytes) {
        feed(bytes, bytes.length);
        feed(bytes, 7);
    }

    private void feed(byte[] bytes, int longest) {
        EmbeddedChannel channel = new EmbeddedChannel(new ProtocolChoice(shared)) {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            }
        };
        ByteBuf[] fed = new ByteBuf[1 + (longest == 0 ? 0 : (bytes.length + longest - 1) / longest)];
        fed[0] = Http2CodecUtil.connectionPrefaceBuf();
        channel.writeInbound(fed[0]);
        for (int i = 1; i < fed.length; i++) {
            int from = (i - 1) * longest;
            fed[i] = Unpooled.copiedBuffer(bytes, from, Math.min(longest, bytes.length - from));
            if (channel.isOpen()) {
                channel.writeInbound(fed[i]);
                channel.runPendingTasks();
            } else {
                fed[i].release();
            }
        }
        if (channel.isOpen()) {
            channel.flushOutbound();
        }
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            checkGoAway(sent);
            sent.release();
        }
        channel.pipeline().close();
        channel.advanceTimeBy(2, TimeUnit.SECONDS); // It waits a second at most for streams that are open.
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
        channel.checkException();
        complaints.assertNone();
        for (int i = 1; i < fed.length; i++) {
            assertThat(fed[i].refCnt()).isZero();
        }
    }

    private static void checkGoAway(ByteBuf sent) {
        boolean goAway = sent.readableBytes() >= DATA_FRAME_HEAD + 8 && sent.getByte(sent.readerIndex() + 3) == 7;
        if (goAway) {
            assertThat(sent.getInt(sent.readerIndex() + DATA_FRAME_HEAD + 4)).isNotEqualTo(INTERNAL_ERROR);
        }
    }
}
