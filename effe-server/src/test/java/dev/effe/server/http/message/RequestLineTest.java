package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.h1.DecoderTester;
import dev.effe.server.http.h1.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "POST", "QUERY", "get", "M-SEARCH", "!#$%&'*+-.^_`|~", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF"
            })
    void acceptsATokenAsMethod(String method) {
        assertThat(DecoderTester.message(method + " / HTTP/1.1\r\nHost: a\r\n\r\n")
                        .head()
                        .method())
                .isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " GET",
                "\tGET",
                "G(T",
                "G\"T",
                "G:T",
                "G/T",
                "G\u00c9T",
                "G\0T",
                "G\u007fT",
                "GET\t",
                "{}",
                "<GET>",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG"
            })
    void refusesAnythingElseAsMethod(String method) {
        assertThat(DecoderTester.decode(method + " / HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsExactly("refused BAD_REQUEST_LINE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "GET  / HTTP/1.1=BAD_REQUEST_LINE",
                "GET /  HTTP/1.1=BAD_REQUEST_LINE",
                "GET / HTTP/1.1 =BAD_REQUEST_LINE",
                "GET /\tHTTP/1.1=BAD_REQUEST_LINE",
                "GET\t/ HTTP/1.1=BAD_REQUEST_LINE",
                "GET /a b HTTP/1.1=BAD_REQUEST_LINE",
                "GET HTTP/1.1=BAD_REQUEST_LINE",
                "GET  HTTP/1.1=BAD_REQUEST_LINE",
                "GET /=BAD_REQUEST_LINE",
                "GET / =BAD_REQUEST_LINE",
                "GET=BAD_REQUEST_LINE",
                "GET / http/1.1=BAD_REQUEST_LINE",
                "GET / Http/1.1=BAD_REQUEST_LINE",
                "GET / HTTP/1=BAD_REQUEST_LINE",
                "GET / HTTP/1.=BAD_REQUEST_LINE",
                "GET / HTTP/.1=BAD_REQUEST_LINE",
                "GET / HTTP/1.10=BAD_REQUEST_LINE",
                "GET / HTTP/01.1=BAD_REQUEST_LINE",
                "GET / HTTP/1,1=BAD_REQUEST_LINE",
                "GET / HTTP/1.x=BAD_REQUEST_LINE",
                "GET / HTTP/+1.1=BAD_REQUEST_LINE",
                "GET / HTTPS/1.1=BAD_REQUEST_LINE",
                "GET / HTTP 1.1=BAD_REQUEST_LINE",
                "GET / RTSP/1.0=BAD_REQUEST_LINE",
                "GET / HTTP/0.9=UNSUPPORTED_VERSION",
                "GET / HTTP/1.2=UNSUPPORTED_VERSION",
                "GET / HTTP/1.9=UNSUPPORTED_VERSION",
                "GET / HTTP/2.0=UNSUPPORTED_VERSION",
                "GET / HTTP/9.1=UNSUPPORTED_VERSION",
                "PRI * HTTP/2.0=UNSUPPORTED_VERSION",
                "TRACE / HTTP/1.1=METHOD_REFUSED",
                "CONNECT a:443 HTTP/1.1=METHOD_REFUSED",
                "CONNECT / HTTP/1.0=METHOD_REFUSED",
            })
    void refusesAnyOtherForm(String line, Refusal refusal) {
        assertThat(DecoderTester.decode(line + "\r\nHost: a\r\n\r\n" + Samples.SMUGGLED))
                .containsExactly("refused " + refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001",
                "\u0000",
                "\n",
                " ",
                "{",
                "\r\r",
                "\rG",
                "\r\n\r",
                "\r\n\n",
                "\u00ff",
                "GET\0"
            })
    void refusesWhatCannotStartARequestWithoutWaitingForMore(String bytes) {
        assertThat(DecoderTester.decode(bytes)).containsExactly("refused BAD_REQUEST_LINE");
    }

    @Test
    void refusesALongMethodWithoutWaitingForItsEnd() {
        assertThat(DecoderTester.decode("A".repeat(32))).isEmpty();
        assertThat(DecoderTester.decode("A".repeat(33))).containsExactly("refused BAD_REQUEST_LINE");
    }

    @Test
    void toleratesOneEmptyLineBeforeEachRequest() {
        assertThat(DecoderTester.decode("\r\n" + Samples.GET + "\r\n" + Samples.GET))
                .hasSize(2)
                .noneMatch(call -> call.startsWith("refused"));
        assertThat(DecoderTester.decode("\r\n" + Samples.GET + "\r\n\r\n" + Samples.GET))
                .hasSize(2)
                .endsWith("refused BAD_REQUEST_LINE");
    }

    @Test
    void readsTheMinorVersion() {
        assertThat(DecoderTester.message("GET / HTTP/1.0\r\n\r\n").head().minorVersion())
                .isZero();
        assertThat(DecoderTester.message(Samples.GET).head().minorVersion()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"8191, true", "8192, true", "8193, false"})
    void limitsItsLength(int length, boolean accepted) {
        String line = "GET /" + "a".repeat(length - "GET / HTTP/1.1".length()) + " HTTP/1.1";
        assertThat(DecoderTester.decode(line + "\r\nHost: a\r\n\r\n"))
                .hasSize(1)
                .allMatch(call -> call.equals("refused URI_TOO_LONG") != accepted);
    }

    @Test
    void refusesALongOneWithoutWaitingForItsEnd() {
        String line = "GET /" + "a".repeat(8192 - "GET /".length());
        assertThat(DecoderTester.decode(line)).isEmpty();
        assertThat(DecoderTester.decode(line + "\r")).isEmpty();
        assertThat(DecoderTester.decode(line + "a")).containsExactly("refused URI_TOO_LONG");
        assertThat(DecoderTester.decode(line + "\r\r")).containsExactly("refused URI_TOO_LONG");
    }
}
