package dev.effe.server.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.effe.server.http.Complaints;
import dev.effe.server.http.exchange.PeerAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of a connection that must begin with a PROXY header: what becomes of it does not depend on the cuts. */
class ProxyHeaderFuzzTest {

    private static final InetSocketAddress SOCKET = new InetSocketAddress("127.0.0.1", 1);

    private final Complaints complaints = new Complaints();

    static Stream<byte[]> seeds() {
        String signature = "0d0a0d0a000d0a515549540a";
        return Stream.concat(
                Stream.of(
                                "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443\r\nGET",
                                "PROXY TCP6 ::1 ::2 1 2\r\n",
                                "PROXY UNKNOWN\r\n")
                        .map(text -> text.getBytes(StandardCharsets.US_ASCII)),
                Stream.of(
                                signature + "2111000cc0000201c6336402126701bb474554",
                                signature + "21110013c0000201c6336402126701bb02000161040000",
                                signature + "20000000",
                                signature
                                        + "2121002420010db800000000000000000000000120010db8000000000000000000000002126701bb")
                        .map(HexFormat.of()::parseHex));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void doesNotDependOnTheCuts(byte[] bytes) {
        String whole = feed(bytes, Math.max(1, bytes.length));
        assertThat(feed(bytes, 1)).isEqualTo(whole);
        assertThat(feed(bytes, 13)).isEqualTo(whole);
        complaints.assertNone();
    }

    private static String feed(byte[] bytes, int longest) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new ProxySignature(), new HAProxyMessageDecoder(4096), new ProxyHeader(new EdgeStats()));
        StringBuilder passed = new StringBuilder();
        for (int from = 0; from < bytes.length && channel.isOpen(); from += longest) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, Math.min(longest, bytes.length - from)));
            for (ByteBuf in = channel.readInbound(); in != null; in = channel.readInbound()) {
                passed.append(in.toString(StandardCharsets.ISO_8859_1));
                in.release();
            }
        }
        boolean open = channel.isOpen();
        InetSocketAddress client = PeerAddress.of(channel, SOCKET);
        assertThat(client.isUnresolved()).isFalse();
        channel.finishAndReleaseAll();
        channel.checkException();
        return open + " " + client + " " + passed;
    }
}
