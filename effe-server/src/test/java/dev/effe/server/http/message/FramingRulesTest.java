package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.h1.DecoderTester;
import dev.effe.server.http.h1.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"5", "05", "000000000000000005", " 5", "5 ", "\t5\t"})
    void acceptsDigitsAsContentLength(String length) {
        RequestMessage message = DecoderTester.message(post("Content-Length:" + length) + "hello");
        assertThat(message.head().contentLength()).isEqualTo(5);
        assertThat(message.body().bytes()).asString().isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+5",
                "-5",
                "-0",
                "5,5",
                "5, 5",
                "5,6",
                "5 5",
                "0x5",
                "5.0",
                "5e0",
                "5;",
                "a",
                "five",
                "\"5\"",
                "5\u00b2",
                "_5",
                "1_0",
                "99999999999999999999",
                "9223372036854775808",
                "18446744073709551621",
                "0000000000000000005"
            })
    void refusesAnythingElseAsContentLength(String length) {
        refuses("Content-Length: " + length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nContent-Length: 5",
                "5\r\nContent-Length: 6",
                "5\r\ncontent-length: 5",
                "\r\nContent-Length: 5"
            })
    void refusesARepeatedContentLength(String length) {
        refuses("Content-Length: " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "CHUNKED", "Chunked", " chunked ", "\tchunked"})
    void acceptsChunked(String coding) {
        RequestMessage message = DecoderTester.message(post("Transfer-Encoding:" + coding) + "5\r\nhello\r\n0\r\n\r\n");
        assertThat(message.head().chunked()).isTrue();
        assertThat(message.body().bytes()).asString().isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "gzip",
                "gzip, chunked",
                "chunked, gzip",
                "chunked, identity",
                "identity, chunked",
                "chunked, chunked",
                "chunked,",
                ",chunked",
                ", chunked",
                "xchunked",
                "chunkedx",
                "chunked;a=b",
                "\"chunked\"",
                "'chunked'",
                "chunk",
                "chunked\u00a0",
                "\u00a0chunked",
                "\u0085chunked",
                "x chunked",
                "chunked chunked",
                "c\u212aunked",
                "chun\u00adked",
                "chunked\r\nTransfer-Encoding: chunked",
                "chunked\r\nTransfer-Encoding: identity",
                "identity\r\nTransfer-Encoding: chunked",
                "\r\nTransfer-Encoding: chunked",
                "chunked\r\ntransfer-encoding: x"
            })
    void refusesAnyOtherTransferEncoding(String coding) {
        refuses("Transfer-Encoding: " + coding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 0\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nTransfer-Encoding: identity",
                "Content-Length:\r\nTransfer-Encoding: chunked",
            })
    void refusesBoth(String headers) {
        refuses(headers);
    }

    @Test
    void refusesTransferEncodingInHttp10() {
        assertThat(DecoderTester.decode(
                        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Samples.SMUGGLED))
                .containsExactly("refused BAD_FRAMING");
    }

    @Test
    void takesARequestWithNeitherAsOneWithoutBody() {
        assertThat(DecoderTester.decode(post("X: y") + Samples.GET)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"99, true", "100, true", "101, false", "999999999999999999, false"})
    void refusesAContentLengthAboveTheLimitAtOnce(long length, boolean accepted) {
        Http1Limits limits = new Http1Limits(100, 200, 10, 100);
        assertThat(DecoderTester.decode(limits, post("Content-Length: " + length)))
                .isEqualTo(accepted ? List.of() : List.of("refused BODY_TOO_LARGE"));
    }

    private static String post(String headers) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n";
    }

    private static void refuses(String headers) {
        assertThat(DecoderTester.decode(post(headers) + "5\r\nhello\r\n0\r\n\r\n" + Samples.SMUGGLED))
                .containsExactly("refused BAD_FRAMING");
    }
}
