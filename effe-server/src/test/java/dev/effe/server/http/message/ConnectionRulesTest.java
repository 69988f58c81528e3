package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.h1.DecoderTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1 | X: y | true",
                "1.1 | Connection: keep-alive | true",
                "1.1 | Connection: close | false",
                "1.1 | connection: CLOSE | false",
                "1.1 | Connection: x, close | false",
                "1.1 | Connection: close,keep-alive | false",
                "1.1 | Connection: , ,close | false",
                "1.1 | Connection: closed, not-close | true",
                "1.1 | Connection: Upgrade, HTTP2-Settings | true",
                "1.1 | Connection: | true",
                "1.0 | X: y | false",
                "1.0 | Connection: keep-alive | true",
                "1.0 | Connection: x , Keep-Alive | true",
                "1.0 | Connection: keep-alive, close | false",
                "1.0 | Connection: close | false",
                "1.0 | Keep-Alive: timeout=5 | false",
            })
    void decidesWhetherAnotherRequestMayFollow(String version, String header, boolean keepAlive) {
        assertThat(head(version, header).keepAlive()).isEqualTo(keepAlive);
    }

    @Test
    void readsAllConnectionHeaders() {
        assertThat(head("1.1", "Connection: keep-alive\r\nConnection: close").keepAlive())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "100-Continue", " 100-CONTINUE "})
    void knowsOneExpectation(String expectation) {
        assertThat(head("1.1", "Expect:" + expectation).expectContinue()).isTrue();
        assertThat(head("1.1", "X: y").expectContinue()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "continue",
                "200-ok",
                "100-continue, x",
                "100-continue, 100-continue",
                "100-continue\r\nExpect: 100-continue"
            })
    void refusesOthers(String expectation) {
        assertThat(DecoderTester.decode("GET / HTTP/1.1\r\nHost: a\r\nExpect: " + expectation + "\r\n\r\n"))
                .containsExactly("refused EXPECTATION_FAILED");
    }

    @Test
    void ignoresExpectationsOfHttp10() {
        assertThat(head("1.0", "Expect: 100-continue").expectContinue()).isFalse();
        assertThat(head("1.0", "Expect: x").expectContinue()).isFalse();
    }

    private static RequestHead head(String version, String header) {
        return DecoderTester.message("GET / HTTP/" + version + "\r\nHost: a\r\n" + header + "\r\n\r\n")
                .head();
    }
}
