package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.h1.DecoderTester;
import dev.effe.server.http.h1.Samples;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published tricks that make two servers see different requests in the same bytes. None may bring a request out. */
class SmugglingTest {

    static Stream<String> headerTricks() {
        return Stream.of(
                // TE.TE: one of two servers does not see the Transfer-Encoding, and counts by Content-Length.
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                " Transfer-Encoding: chunked",
                "\tTransfer-Encoding: chunked",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: \u000cchunked",
                "Transfer-Encoding: chunked\u000b",
                "Transfer-Encoding:\u0000chunked",
                "Transfer-Encoding: chunked\0",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: chunked, cow",
                "Transfer-Encoding: cow, chunked",
                "Transfer-Encoding: 'chunked'",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: chunked;q=0",
                "Transfer-Encoding:\n chunked",
                "Transfer-Encoding:\r\n chunked",
                "Transfer-Encoding:\r\n\tchunked",
                "Transfer-Encoding\n: chunked",
                "Transfer-Encoding\r\n: chunked",
                "Transfer-Encoding: chunked\nX: y",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked",
                "X:\r\n Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked\rX: y",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
                "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding:",
                "Transfer-Encoding: ",
                "Transfer\u00a0Encoding: chunked",
                "\0Transfer-Encoding: chunked",
                "Transfer-Encoding: \u00a0chunked",
                "Transfer-Encoding: ch\u0000unked",
                "Transfer-Encoding: c\u0068unk\u0065d\u007f",
                "Transfer-Encoding",
                // CL.TE and TE.CL: both are there.
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 0\r\nTransfer-Encoding: chunked",
                "Content-Length: x\r\nTransfer-Encoding: chunked",
                // CL.CL
                "Content-Length: 5\r\nContent-Length: 0",
                "Content-Length: 5\r\nContent-Length: 5",
                "Content-Length: 5, 0",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 5 0",
                "Content-Length: 0x5",
                "Content-Length: 5\u000b",
                "Content-Length : 5",
                "Content-Length\u000b: 5",
                "Content-Length:\r\n 5",
                "Content-Length: 5\r\n 0",
                "Content-Length: ",
                "Content-Length: 4294967301\0",
                "Content-Length: 18446744073709551621",
                "Content-Length: \u0665",
                "Content-Length: 5;");
    }

    @ParameterizedTest
    @MethodSource("headerTricks")
    void refusesAnAmbiguousHead(String trick) {
        String stream = "POST / HTTP/1.1\r\nHost: a\r\n" + trick + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + Samples.SMUGGLED;
        assertThat(DecoderTester.decode(stream))
                .hasSize(1)
                .allMatch(call -> call.matches("refused BAD_(HEADER|FRAMING)"));
        assertThat(DecoderTester.decode(DecoderTester.bytewise(stream))).isEqualTo(DecoderTester.decode(stream));
    }

    @ParameterizedTest
    @MethodSource("headerTricks")
    void refusesItAsTheFirstHeaderToo(String trick) {
        assertThat(DecoderTester.decode("POST / HTTP/1.1\r\n" + trick + "\r\nHost: a\r\n\r\n" + Samples.SMUGGLED))
                .hasSize(1)
                .allMatch(call -> call.startsWith("refused BAD_"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\r", "0\r\n", "0\r", "0", "",
            })
    void waitsForTheEndOfTheLastChunk(String end) {
        assertThat(DecoderTester.decode(chunked("1\r\nx\r\n" + end))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\rX",
                "0\n\n",
                "0\r\n\n",
                "0\r\r\n",
                "0 \r\n\r\n",
                "0\r\nGET /smuggled HTTP/1.1\r\n\r\n",
                "0\r\n\0\r\n",
                "0;\n\r\n\r\n",
                "0;a=\n\r\n\r\n",
                "2;\nxx\r\n4c\r\n0\r\n\r\n",
                "5;\rX\r\n",
                "-1\r\n",
                "FFFFFFFFFFFFFFFFF\r\n",
                "0x0\r\n\r\n",
                "+0\r\n\r\n",
                "0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "0\r\nContent-Length: 5\r\n\r\n",
                "1\r\nxx\r\n0\r\n\r\n",
                "100000000\r\n",
                "10000000000000000\r\nx\r\n0\r\n\r\n"
            })
    void refusesAnAmbiguousEndOfAChunkedBody(String body) {
        assertThat(DecoderTester.decode(chunked(body) + Samples.SMUGGLED))
                .hasSize(1)
                .allMatch(call -> call.startsWith("refused B"));
    }

    @Test
    void takesARequestInsideABodyForTheBody() {
        String inside = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + Samples.SMUGGLED.length() + "\r\n\r\n"
                + Samples.SMUGGLED;
        assertThat(DecoderTester.decode(inside + Samples.GET)).hasSize(2);
        assertThat(DecoderTester.message(inside).body().bytes()).asString().isEqualTo(Samples.SMUGGLED);
    }

    @Test
    void takesARequestBehindAGetWithABodyForTheBody() {
        String get = "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: " + Samples.SMUGGLED.length() + "\r\n\r\n";
        assertThat(DecoderTester.message(get + Samples.SMUGGLED).head().target())
                .isEqualTo("/");
    }

    @Test
    void takesNothingBehindARequestThatClosesTheConnection() {
        String close = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        assertThat(DecoderTester.decode(close + Samples.SMUGGLED, Samples.SMUGGLED))
                .hasSize(1);
        assertThat(DecoderTester.decode("GET / HTTP/1.0\r\n\r\n" + Samples.SMUGGLED))
                .hasSize(1);
    }

    @Test
    void neverUpgrades() {
        String upgrade = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n";
        assertThat(DecoderTester.decode(upgrade + Samples.GET)).hasSize(2);
    }

    private static String chunked(String body) {
        return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }
}
