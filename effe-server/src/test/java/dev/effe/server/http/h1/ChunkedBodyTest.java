package dev.effe.server.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.RequestMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final Http1Limits SMALL = new Http1Limits(100, 100, 4, 100);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello\r\n0\r\n\r\n",
                "05\r\nhello\r\n0\r\n\r\n",
                "000000000000005\r\nhello\r\n000000000000000\r\n\r\n",
                "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n",
                "5;a\r\nhello\r\n0;b\r\n\r\n",
                "5;a=b;c;d=\"\"\r\nhello\r\n0\r\n\r\n",
                "5;a=\"x;\\\"\t\\\\ \u00e9\"\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nX-Checksum: 1\r\nY:\r\n\r\n",
            })
    void decodes(String body) {
        assertThat(DecoderTester.message(HEAD + body).body().bytes()).asString().isEqualTo("hello");
    }

    @Test
    void takesDataThatLooksLikeFraming() {
        assertThat(DecoderTester.message(HEAD + "A\r\n\r\n0\r\n\r\n0\r\n\r\n0\r\n\r\n")
                        .body()
                        .bytes())
                .asString()
                .isEqualTo("\r\n0\r\n\r\n0\r\n");
    }

    @Test
    void readsHexadecimalDigitsOfBothCases() {
        String data = "x".repeat(0xab);
        assertThat(DecoderTester.message(HEAD + "aB\r\n" + data + "\r\n0\r\n\r\n")
                        .body()
                        .bytes())
                .asString()
                .isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+5",
                "-5",
                "0x5",
                "0X5",
                " 5",
                "5 ",
                "\t5",
                "5\t",
                "5_0",
                "_5",
                "5h",
                "g",
                "",
                "5\0",
                "5\u000b",
                "5,",
                "5.0",
                "5e+1",
                "\"5\"",
                "5 ;a",
                "5; a",
                "5;a =b",
                "5;a= b",
                "5;",
                "5;;a",
                "5;=b",
                "5;a=",
                "5;a=;b",
                "5;a=\"",
                "5;a=\"b\"c",
                "5;a=\"b\" ",
                "5;a=b\"",
                "5;a,b",
                "5;a=b=c",
                "5;(a)",
                "5;a\0",
                "5;a=\"\0\"",
                "5;a=\"\\\0\"",
                "5;a=\"\r\n\"",
                "5;a\n",
                "5;a=b\nX",
                "5\n",
                "5\r",
                "5\rX",
                "5\r\r",
                "FFFFFFFFFFFFFFFFF",
                "FFFFFFFFFFFFFFFF",
                "8000000000000000",
                "10000000000000005",
                "0000000000000005"
            })
    void refusesASizeLineOfAnyOtherForm(String line) {
        refuses("BAD_CHUNK", line + "\r\nhello\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r0\r\n\r\n", "5\r\nhello \r\n0\r\n\r\n",
                        "5\r\nhello!\r\n0\r\n\r\n",
                "5\r\nhell\r\n0\r\n\r\n", "5\r\nhello\r\n\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n",
                        "5\r\nhello\r\n0\n\r\n", "5\r\nhello\r\n\n0\r\n\r\n"
            })
    void refusesDataThatDoesNotEndWhereItShould(String body) {
        refuses("BAD_CHUNK", body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\n",
                "0\r\n\r\r\n",
                "0\r\n X: y\r\n\r\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\nGET / HTTP/1.1\r\n\r\n"
            })
    void refusesMalformedTrailers(String body) {
        refuses("BAD_HEADER", body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "transfer-encoding: chunked",
                "Host: b",
                "X: y\r\nAuthorization: z",
                "Trailer: X",
                "Content-Type: a/b"
            })
    void refusesTrailersThatWouldChangeTheMessage(String trailers) {
        refuses("BAD_FRAMING", "0\r\n" + trailers + "\r\n\r\n");
    }

    @Test
    void forgetsTheTrailers() {
        RequestMessage message = DecoderTester.message(HEAD + "0\r\nX-Checksum: 1\r\n\r\n");
        assertThat(message.head().headers().count("X-Checksum")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "1, false"})
    void limitsTheTrailersLikeHeaders(int over, boolean accepted) {
        String trailers = "X: " + "a".repeat(95 + over) + "\r\n";
        check("HEADERS_TOO_LARGE", "0\r\n" + trailers + "\r\n", accepted);
        check("HEADERS_TOO_LARGE", "0\r\n" + "X:\r\n".repeat(4 + over) + "\r\n", accepted);
    }

    @ParameterizedTest
    @CsvSource({"99, true", "100, true", "101, false"})
    void limitsTheBody(int size, boolean accepted) {
        check("BODY_TOO_LARGE", Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n0\r\n\r\n", accepted);
        check("BODY_TOO_LARGE", "1\r\nx\r\n".repeat(size) + "0\r\n\r\n", accepted);
    }

    @Test
    void refusesATooLargeChunkBeforeItsData() {
        assertThat(DecoderTester.decode(SMALL, HEAD + "65\r\n")).containsExactly("refused BODY_TOO_LARGE");
        assertThat(DecoderTester.decode(SMALL, HEAD + "FFFFFFFFFFFFFFF\r\n")).containsExactly("refused BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource({"4094, true", "4095, true", "4096, false"})
    void limitsTheExtensionsOfABody(int nameLength, boolean accepted) {
        check("BAD_CHUNK", "1;" + "a".repeat(nameLength) + "\r\nx\r\n0\r\n\r\n", accepted);
    }

    @Test
    void limitsTheExtensionsOfAllChunksTogether() {
        // Four bytes each: the name, and the CR behind it.
        String chunk = "1;abc\r\nx\r\n";
        assertThat(DecoderTester.message(HEAD + chunk.repeat(1024) + "0\r\n\r\n")
                        .body()
                        .bytes())
                .hasSize(1024);
        refuses("BAD_CHUNK", chunk.repeat(1025) + "0\r\n\r\n");
    }

    @Test
    void startsAfreshWithEachBody() {
        String request = HEAD + "1;" + "a".repeat(4000) + "\r\nx\r\n0\r\nX: y\r\n\r\n";
        assertThat(DecoderTester.decode(request.repeat(5))).hasSize(5).noneMatch(call -> call.startsWith("refused"));
    }

    private static void check(String refusal, String body, boolean accepted) {
        String stream = HEAD + body;
        for (String[] pieces : new String[][] {{stream}, DecoderTester.bytewise(stream)}) {
            assertThat(DecoderTester.decode(SMALL, pieces))
                    .hasSize(1)
                    .allMatch(call -> call.equals("refused " + refusal) != accepted);
        }
    }

    private static void refuses(String refusal, String body) {
        assertThat(DecoderTester.decode(HEAD + body + Samples.SMUGGLED)).containsExactly("refused " + refusal);
    }
}
