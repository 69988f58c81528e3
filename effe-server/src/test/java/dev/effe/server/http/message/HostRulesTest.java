package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.h1.DecoderTester;
import dev.effe.server.http.h1.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "example.com",
                "example.com.",
                "EXAMPLE.com:8080",
                "a:",
                "a:0",
                "a:65535",
                "127.0.0.1:80",
                "my_service",
                "a-b",
                "~a",
                "[::1]",
                "[::1]:8080",
                "[2001:db8::1]:",
                "[::ffff:1.2.3.4]",
                "ex%41mple",
                "a!$&'()*+;="
            })
    void acceptsAHostWithOrWithoutPort(String host) {
        assertThat(HostRules.isHostAndPort(host)).isTrue();
        assertThat(DecoderTester.message("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .head()
                        .headers()
                        .first("Host"))
                .isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a,b",
                "a, b",
                "a/",
                "a/b",
                "a?b",
                "a#b",
                "u@a",
                "u:p@a",
                "http://a",
                "a\\b",
                "a:b",
                "a:-1",
                "a:+1",
                "a:65536",
                "a:123456",
                "a:80:80",
                ":80",
                ":",
                "::1",
                "[::1",
                "::1]",
                "[]",
                "[]:80",
                "[::1]x",
                "[::1]80",
                "[::1]:x",
                "[1.2.3.4]",
                "[v1.a]",
                "[::g]",
                "[fe80::1%eth0]",
                "a[::1]",
                "a%",
                "a%4",
                "a%zz",
                "<a>",
                "\"a\"",
                "a|b",
                "a^b",
                "{a}",
                "a`b",
                "\u00e9",
                "a\tb",
                "[[::1]]",
                "[::1]]"
            })
    void refusesAnyOther(String host) {
        assertThat(HostRules.isHostAndPort(host)).isFalse();
        assertThat(DecoderTester.decode("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n" + Samples.SMUGGLED))
                .containsExactly("refused BAD_HOST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Hosts: a\r\n", "Host: a\r\nHost: a\r\n", "Host: a\r\nhOST: b\r\n", "Host:\r\nHost:\r\n"})
    void wantsExactlyOneInHttp11(String headers) {
        assertThat(DecoderTester.decode("GET / HTTP/1.1\r\n" + headers + "\r\n"))
                .containsExactly("refused BAD_HOST");
    }

    @Test
    void wantsAtMostOneInHttp10() {
        assertThat(DecoderTester.message("GET / HTTP/1.0\r\n\r\n")
                        .head()
                        .headers()
                        .size())
                .isZero();
        assertThat(DecoderTester.message("GET / HTTP/1.0\r\nHost: a\r\n\r\n")
                        .head()
                        .headers()
                        .first("Host"))
                .isEqualTo("a");
        assertThat(DecoderTester.decode("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"))
                .containsExactly("refused BAD_HOST");
        assertThat(DecoderTester.decode("GET / HTTP/1.0\r\nHost: a b\r\n\r\n")).containsExactly("refused BAD_HOST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: \t \r\n\r\n",
                "GET / HTTP/1.0\r\nHost:\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n"
            })
    void refusesAnEmptyOne(String request) {
        assertThat(DecoderTester.decode(request + Samples.SMUGGLED)).containsExactly("refused BAD_HOST");
    }

    @Test
    void ignoresAnEmptyOneBesideATargetThatNamesTheHost() {
        assertThat(DecoderTester.message("GET http://b/ HTTP/1.1\r\nHost:\r\n\r\n")
                        .head()
                        .headers()
                        .first("Host"))
                .isEqualTo("b");
    }
}
