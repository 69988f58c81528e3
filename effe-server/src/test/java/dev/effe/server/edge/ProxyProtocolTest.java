package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.effe.server.cli.Settings;
import dev.effe.server.net.AddressBlocks;
import dev.effe.server.tls.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The PROXY protocol (haproxy.org, proxy-protocol.txt) in front of HTTP and of TLS, written byte by byte. */
@Timeout(120)
@Tag("once")
class ProxyProtocolTest {

    private static final String REQUEST = "GET /address HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String V4 = "c0000201" + "c6336402" + "1267" + "01bb";
    private static final String V6 =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "1267" + "01bb";

    private static EdgeServer start(String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("proxy-protocol", "on"));
        settings.addAll(List.of(more));
        return new EdgeServer(settings.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443, 192.0.2.1 4711",
        "PROXY TCP6 2001:db8::1 2001:db8::2 4711 443, 2001:db8:0:0:0:0:0:1 4711",
        "PROXY TCP6 ::ffff:192.0.2.1 ::1 4711 443, 192.0.2.1 4711"
    })
    void takesTheClientFromVersion1(String header, String client) throws Exception {
        assertAddress((header + "\r\n").getBytes(StandardCharsets.US_ASCII), client);
    }

    @ParameterizedTest
    @CsvSource({
        "21, 11, " + V4 + ", 192.0.2.1 4711",
        "21, 21, " + V6 + ", 2001:db8:0:0:0:0:0:1 4711",
        // With an authority, then a noop.
        "21, 11, " + V4 + "02000161" + "04000100" + ", 192.0.2.1 4711"
    })
    void takesTheClientFromVersion2(String command, String family, String content, String client) throws Exception {
        assertAddress(version2(command, family, content), client);
    }

    private static byte[] version2(String command, String family, String content) {
        return HexFormat.of().parseHex(SIGNATURE + command + family + "%04x".formatted(content.length() / 2) + content);
    }

    private static void assertAddress(byte[] header, String client) throws Exception {
        try (EdgeServer server = start();
                Socket socket = server.connect()) {
            socket.getOutputStream().write(joined(header, REQUEST));

            assertThat(body(socket)).isEqualTo(client);
            assertThat(server.metric("effe_proxy_refused_total")).isZero();
        }
    }

    static List<byte[]> headersOfNobody() {
        return List.of(
                "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII),
                "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n".getBytes(StandardCharsets.US_ASCII),
                version2("20", "00", ""),
                version2("20", "11", V4),
                version2("21", "00", ""),
                version2("21", "00", "0102030405"),
                version2("21", "31", "2f746d70".concat("00".repeat(212))));
    }

    @ParameterizedTest
    @MethodSource("headersOfNobody")
    void keepsTheSocketsAddressIfTheProxySpeaksForItself(byte[] header) throws Exception {
        try (EdgeServer server = start();
                Socket socket = server.connect()) {
            socket.getOutputStream().write(joined(header, REQUEST));

            assertThat(body(socket)).isEqualTo("127.0.0.1 " + socket.getLocalPort());
        }
    }

    @Test
    void itDoesNotMatterHowAHeaderIsCutIntoPackets() throws Exception {
        byte[][] headers = {
            "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443\r\n".getBytes(StandardCharsets.US_ASCII),
            version2("21", "11", V4)
        };
        try (EdgeServer server = start()) {
            for (byte[] header : headers) {
                byte[] all = joined(header, REQUEST);
                for (int cut = 1; cut <= header.length + 1; cut++) {
                    try (Socket socket = server.connect()) {
                        socket.getOutputStream().write(all, 0, cut);
                        // Answered only when the first part was read: the parts stay two.
                        server.metric("effe_http_connections");
                        socket.getOutputStream().write(all, cut, all.length - cut);

                        assertThat(body(socket)).as("cut at %d", cut).isEqualTo("192.0.2.1 4711");
                    }
                }
                try (Socket socket = server.connect()) {
                    for (byte b : all) {
                        socket.getOutputStream().write(b);
                    }
                    assertThat(body(socket)).isEqualTo("192.0.2.1 4711");
                }
            }
        }
    }

    @Test
    void aHeaderThatEndsEarlyIsRefusedWhereverItEnds() throws Exception {
        byte[][] headers = {
            "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443\r\n".getBytes(StandardCharsets.US_ASCII),
            version2("21", "11", V4)
        };
        try (EdgeServer server = start()) {
            int refused = 0;
            for (byte[] header : headers) {
                for (int length = 0; length < header.length; length++) {
                    try (Socket socket = server.connect()) {
                        socket.getOutputStream().write(header, 0, length);
                        socket.shutdownOutput();

                        assertThat(upToTheEnd(socket)).as("%d bytes", length).isEmpty();
                        int expected = ++refused;
                        server.awaitMetric("effe_proxy_refused_total", expected);
                    }
                }
            }
            assertThat(server.logged(Level.WARN)).isEmpty();
        }
    }

    static List<byte[]> malformed() {
        List<byte[]> all = new ArrayList<>();
        for (String line : new String[] {
            "GET / HTTP/1.1",
            "PROXYTCP4 192.0.2.1 198.51.100.2 4711 443",
            "proxy TCP4 192.0.2.1 198.51.100.2 4711 443",
            "PROXY TCP4 192.0.2.1 198.51.100.2 4711",
            "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443 1",
            "PROXY  TCP4 192.0.2.1 198.51.100.2 4711 443",
            "PROXY TCP4 192.0.2.256 198.51.100.2 4711 443",
            "PROXY TCP4 2001:db8::1 2001:db8::2 4711 443",
            "PROXY TCP6 192.0.2.1 198.51.100.2 4711 443",
            "PROXY TCP6 fe80::1%lo fe80::2 4711 443",
            "PROXY TCP4 localhost 198.51.100.2 4711 443",
            "PROXY TCP4 192.0.2.1 198.51.100.2 65536 443",
            "PROXY TCP4 192.0.2.1 198.51.100.2 -1 443",
            "PROXY UDP4 192.0.2.1 198.51.100.2 4711 443",
            "PROXY TCP4",
            "PROXY " + "x".repeat(200),
            ""
        }) {
            all.add((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        all.add(version2("11", "11", V4)); // version 1
        all.add(version2("31", "11", V4)); // version 3
        all.add(version2("22", "11", V4)); // no such command
        all.add(version2("21", "12", V4)); // a datagram
        all.add(version2("21", "41", V4)); // no such family
        all.add(version2("21", "13", V4)); // no such transport
        all.add(version2("21", "11", "c0000201")); // too short
        all.add(version2("21", "21", V4)); // too short for IPv6
        all.add(version2("21", "11", V4 + "0200ff61")); // a field longer than what is there
        all.add(version2("21", "11", V4 + "04fff0" + "00".repeat(0xfff0))); // too long
        return all;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void closesForAMalformedHeaderAndCountsIt(byte[] header) throws Exception {
        try (EdgeServer server = start("head-timeout", "1h");
                Socket socket = server.connect()) {
            // With a good header and a request behind it, which must not be served.
            byte[] good = joined(
                    "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443\r\n".getBytes(StandardCharsets.US_ASCII), REQUEST);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(header);
            all.writeBytes(good);
            writeUnlessReset(socket, all.toByteArray());

            assertThat(upToTheEnd(socket)).isEmpty();
            server.awaitMetric("effe_proxy_refused_total", 1);
            assertThat(server.logged(Level.WARN)).isEmpty();
        }
    }

    @Test
    void closesAtTheFirstByteThatCannotBeRight() throws Exception {
        try (EdgeServer server = start("head-timeout", "1h")) {
            for (String start : new String[] {"G", "PROXy", "\r\n\r\n\0\r\nQUIT\r", "\u0016"}) {
                try (Socket socket = server.connect()) {
                    socket.getOutputStream().write(start.getBytes(StandardCharsets.ISO_8859_1));

                    assertThat(upToTheEnd(socket)).isEmpty();
                }
            }
        }
    }

    @Test
    void theHeaderHasAsLongAsTheFirstRequestsHead() throws Exception {
        try (EdgeServer server = start("head-timeout", "1s");
                Socket silent = server.connect();
                Socket halfway = server.connect()) {
            halfway.getOutputStream().write("PROXY TCP4 ".getBytes(StandardCharsets.US_ASCII));

            assertThat(upToTheEnd(silent)).isEmpty();
            assertThat(upToTheEnd(halfway)).isEmpty();
            server.awaitMetric("effe_proxy_refused_total", 2);
        }
    }

    @Test
    void standsBeforeTls(@TempDir Path folder) throws Exception {
        TestIdentity identity = TestIdentity.ec("two");
        identity.write(folder.resolve("crt"), folder.resolve("key"));
        String[] tls = {
            "tls-cert",
            folder.resolve("crt").toString(),
            "tls-key",
            folder.resolve("key").toString()
        };
        try (EdgeServer server = start(tls);
                Socket socket = server.connect();
                Socket without = server.connect()) {
            socket.getOutputStream().write(version2("21", "11", V4));
            SSLSocket secure = (SSLSocket) TlsClient.trusting(identity, null)
                    .getSocketFactory()
                    .createSocket(socket, "127.0.0.1", server.port(), true);
            secure.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(body(secure)).isEqualTo("192.0.2.1 4711");

            without.getOutputStream().write(HexFormat.of().parseHex("160301"));
            assertThat(upToTheEnd(without)).isEmpty();
            assertThat(server.metric("effe_proxy_refused_total")).isEqualTo(1);
            assertThat(server.metric("effe_tls_handshakes_failed_total")).isZero();
        }
    }

    @Test
    void doesNotBelieveWhoeverIsNotListed() throws Exception {
        byte[] header = "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443\r\n".getBytes(StandardCharsets.US_ASCII);
        try (EdgeServer server = start("proxy-protocol-from", "127.0.0.7,::1")) {
            for (int i = 0; i < 3; i++) {
                try (Socket socket = server.connect()) {
                    writeUnlessReset(socket, joined(header, REQUEST));
                    assertThat(upToTheEnd(socket)).isEmpty();
                }
            }
            assertThat(server.metric("effe_proxy_refused_total")).isEqualTo(3);
            assertThat(server.logged(Level.WARN).toString()).contains("127.0.0.1", "proxy-protocol-from");
            assertThat(server.logged(Level.WARN)).as("of three").hasSizeLessThanOrEqualTo(1);

            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress("127.0.0.7", 0));
                socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
                socket.setSoTimeout(EdgeServer.PATIENCE_MILLIS);
                socket.getOutputStream().write(joined(header, REQUEST));
                assertThat(body(socket)).isEqualTo("192.0.2.1 4711");
            }
        }
    }

    @Test
    void believesThisMachineUnlessToldOtherwise() {
        assertThat(Settings.of("proxy-protocol", "on").listening().edge().proxies())
                .contains(AddressBlocks.parse("127.0.0.0/8,::1"));
        assertThatThrownBy(() -> Settings.of("proxy-protocol", "on", "proxy-protocol-from", ""))
                .hasMessageContaining("proxy-protocol")
                .hasMessageContaining("needs proxy-protocol-from too");
    }

    @Test
    void isOffUnlessAskedFor() throws Exception {
        try (EdgeServer server = new EdgeServer();
                Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write(joined(
                            "PROXY TCP4 192.0.2.1 198.51.100.2 1 2\r\n".getBytes(StandardCharsets.US_ASCII), REQUEST));

            assertThat(new String(upToTheEnd(socket), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void theForwardingHeadersOfATrustedClientCountBehindIt() throws Exception {
        try (EdgeServer server = start("trusted-proxies", "192.0.2.0/24")) {
            String[] clients = {"192.0.2.1", "203.0.113.1", "127.0.0.1"};
            String[] seen = {"198.51.100.9 0", "203.0.113.1 4711", "127.0.0.1 4711"};
            for (int i = 0; i < clients.length; i++) {
                try (Socket socket = server.connect()) {
                    byte[] header = ("PROXY TCP4 " + clients[i] + " 198.51.100.2 4711 443\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
                    socket.getOutputStream()
                            .write(joined(
                                    header, REQUEST.replace("\r\n\r\n", "\r\nX-Forwarded-For: 198.51.100.9\r\n\r\n")));

                    assertThat(body(socket)).isEqualTo(seen[i]);
                }
            }
        }
    }

    private static byte[] joined(byte[] header, String request) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header);
        all.writeBytes(request.getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    private static void writeUnlessReset(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        try {
            out.write(bytes);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageMatching("(?i).*(reset|pipe|closed|abort).*");
        }
    }

    private static String body(Socket socket) throws IOException {
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static byte[] upToTheEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }
}
