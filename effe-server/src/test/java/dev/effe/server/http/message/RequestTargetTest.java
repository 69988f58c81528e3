package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.http.h1.DecoderTester;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "//evil.example/x",
                "/a/b;p=1",
                "/a%20b",
                "/%C3%A9",
                "/%ff",
                "/~u",
                "/a:b@c",
                "/a|b",
                "/a[1]",
                "/{id}",
                "/a^b`c",
                "/?",
                "/?a=b&c=d",
                "/?a?b/c",
                "/?a[]=1|2",
                "/?a\\b",
                "/?x=%00",
                "/a/../b",
                "/a//b",
                "/!$&'()*+,;="
            })
    void acceptsAPathAsSent(String target) {
        assertThat(head("GET", target).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "*",
                "a/b",
                "?a",
                "/#f",
                "/?a#f",
                "/\"a\"",
                "/<a>",
                "/?<a>",
                "/a\\b",
                "/%",
                "/%2",
                "/%zz",
                "/%2g",
                "/%-1",
                "/?a=%",
                "/?a=%zz",
                "/%00",
                "/a%00b",
                "/a\u0000",
                "/a\u0001",
                "/a\u007f",
                "/a\tb",
                "/\u00e9",
                "/\u0080",
                "/a\rb",
                "ftp://a/",
                "http:/a",
                "http:///a",
                "http://",
                "http://:80/",
                "http://u@a/",
                "http://a:b/",
                "http://a:99999/",
                "http://a,b/",
                "http://a\\b/",
                "https:a",
                "mailto:a@b",
                "a:443"
            })
    void refusesAnyOther(String target) {
        assertThat(DecoderTester.decode("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsExactly("refused BAD_TARGET");
    }

    @Test
    void mayPassMalformedEscapesOn() {
        Http1Limits lenient = new Http1Limits(8192, 16_384, 100, 1, 1, true);
        for (String target : List.of("/pa2%Fth/1", "/%", "/%2", "/?a=%zz", "/%%41")) {
            assertThat(decode(lenient, target)).as(target).isEqualTo(target);
        }
        for (String target : List.of("/%00", "/a%00b?%", "/%\u0001")) {
            assertThat(DecoderTester.decode(lenient, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .containsExactly("refused BAD_TARGET");
        }
    }

    private static String decode(Http1Limits limits, String target) {
        try (DecoderTester tester = DecoderTester.answering(limits)) {
            tester.feed("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
            return tester.messages.get(0).head().target();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, http://b, /, b",
        "GET, http://b/, /, b",
        "GET, HTTP://B:80/x?y, /x?y, B:80",
        "GET, https://b?x, /?x, b",
        "GET, http://[::1]:8080/x, /x, [::1]:8080",
        "GET, http://b/http://c/, /http://c/, b",
        "OPTIONS, http://b, *, b",
        "OPTIONS, http://b/, /, b",
    })
    void reducesAbsoluteFormAndTakesItsHost(String method, String target, String reduced, String host) {
        RequestHead head = head(method, target);
        assertThat(head.target()).isEqualTo(reduced);
        assertThat(head.headers().all("host")).containsExactly(host);
    }

    @Test
    void givesAnHttp10RequestTheHostOfItsTarget() {
        RequestHead head =
                DecoderTester.message("GET http://b/x HTTP/1.0\r\n\r\n").head();
        assertThat(head.headers().all("Host")).containsExactly("b");
    }

    @Test
    void wantsAHostHeaderEvenWithAbsoluteForm() {
        assertThat(DecoderTester.decode("GET http://b/x HTTP/1.1\r\n\r\n")).containsExactly("refused BAD_HOST");
        assertThat(DecoderTester.decode("GET http://b/x HTTP/1.1\r\nHost: a b\r\n\r\n"))
                .containsExactly("refused BAD_HOST");
    }

    @Test
    void acceptsTheAsteriskForOptionsOnly() {
        assertThat(head("OPTIONS", "*").target()).isEqualTo("*");
        assertThat(DecoderTester.decode("OPTIONS *x HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsExactly("refused BAD_TARGET");
    }

    private static RequestHead head(String method, String target) {
        return DecoderTester.message(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                .head();
    }
}
