package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.effe.StatusException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestRequestTest {

    @Test
    void decodesPathAndQuery() {
        TestRequest request = TestRequest.get("/a%20b+c?x=1&x=%C3%BC&y=+&z&=w");
        assertThat(request.path()).isEqualTo("/a b+c");
        assertThat(request.target()).isEqualTo("/a%20b+c?x=1&x=%C3%BC&y=+&z&=w");
        assertThat(request.query().get("x")).containsExactly("1", "ü");
        assertThat(request.query("y")).contains(" ");
        assertThat(request.query("z")).contains("");
        assertThat(request.query("")).contains("w");
        assertThat(request.query("none")).isEmpty();
    }

    @Test
    void refusesTargetsThatNoServerTakes() {
        for (String target : List.of(
                "", "a", "http://host/", "/%zz", "/?%a", "/a b", "/\u00fc", "/\u4e00", "/a\nb", "/<", "/a HTTP/1.1")) {
            assertThatThrownBy(() -> TestRequest.get(target)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void hasThePathParametersOfItsRoute() {
        TestRequest request =
                TestRequest.of("HEAD", "/orders/7%2F8/lines/1/2?id=9").route("GET /orders/{id}/{rest...}");
        assertThat(request.route()).contains("GET /orders/{id}/{rest...}");
        assertThat(request.pathParameters()).containsExactly(entry("id", "7/8"), entry("rest", "lines/1/2"));
        assertThat(request.pathParameters()).isUnmodifiable();
        assertThat(request.pathParameter("id")).isEqualTo("7/8");
        assertThat(request.header("A", "b").body("c").deadline(Instant.EPOCH).route())
                .isEqualTo(request.route());
        assertThatThrownBy(() -> request.pathParameter("Id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The route GET /orders/{id}/{rest...} has no parameter Id, it has id, rest");
        assertThatThrownBy(() -> TestRequest.get("/a").route("* /a").pathParameter("x"))
                .hasMessage("The route * /a has no parameter x, it has none");
    }

    @Test
    void hasNoPathParametersWithoutARoute() {
        TestRequest request = TestRequest.get("/orders/7");
        assertThat(request.route()).isEmpty();
        assertThat(request.pathParameters()).isEmpty();
        assertThatThrownBy(() -> request.pathParameter("id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no path parameter id, since the request matched no route");
    }

    @Test
    void refusesARouteThatItDoesNotMatch() {
        TestRequest request = TestRequest.get("/orders/7/");
        assertThatThrownBy(() -> request.route("GET /orders/{id}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GET /orders/7/ does not match the route GET /orders/{id}");
        assertThatThrownBy(() -> request.route("POST /orders/{id}/")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.route("GET orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write GET /orders");
    }

    @Test
    void readsFormsAndCookiesAsTheServerDoes() {
        TestRequest pairs = TestRequest.post("/")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("cookie", "a=1; b=2")
                .body("x=1&y=%C3%BC");
        assertThat(pairs.form().field("y")).contains("ü");
        assertThat(pairs.cookie("b")).contains("2");
        TestRequest files = TestRequest.post("/")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .body("--b\r\nContent-Disposition: form-data; name=f; filename=a.txt\r\n\r\nabc\r\n--b--\r\n");
        assertThat(files.form().part("f").orElseThrow().text()).isEqualTo("abc");
        assertThatThrownBy(() -> pairs.body("x=%").form()).isInstanceOf(StatusException.class);
    }

    @Test
    void findsHeadersWhateverTheirCase() {
        TestRequest request = TestRequest.get("/").header("Accept", "a").header("accept", "b");
        assertThat(request.header("ACCEPT")).contains("a");
        assertThat(request.headers().get("aCCept")).containsExactly("a", "b");
    }

    @Test
    void decodesTextAsContentTypeSays() {
        byte[] latin = "ü".getBytes(StandardCharsets.ISO_8859_1);
        TestRequest request = TestRequest.post("/").body(latin);
        assertThat(request.text()).isEqualTo("\uFFFD");
        assertThat(request.header("Content-Type", "text/plain; charset=iso-8859-1")
                        .text())
                .isEqualTo("ü");
        assertThatThrownBy(() -> request.header("Content-Type", "text/plain; charset=\"klingon\"")
                        .text())
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.status()).isEqualTo(415));
    }

    @Test
    void takesIdAndTraceFromWellFormedHeadersOnly() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        TestRequest request = TestRequest.get("/");
        assertThat(request.id()).isNotEqualTo(TestRequest.get("/").id());
        assertThat(request.header("X-Request-Id", "abc").id()).isEqualTo("abc");
        assertThat(request.header("X-Request-Id", "a b").id()).isNotEqualTo("a b");
        assertThat(request.header("traceparent", parent).traceparent()).contains(parent);
        assertThat(request.header("traceparent", parent.replace("00-4", "01-4")).traceparent())
                .isEmpty();
    }

    @Test
    void refusesMethodsAndHeadersThatNoServerTakes() {
        for (String method : List.of("", "G T", "TRACE", "CONNECT", "G\u00dcT")) {
            assertThatThrownBy(() -> TestRequest.of(method, "/"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(method);
        }
        TestRequest request = TestRequest.of("OPTIONS", "*");
        assertThat(request.target()).isEqualTo("*");
        assertThatThrownBy(() -> request.header("A b", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.header("A", "b\r\nc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.header("A", "\u4e00")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasAsMuchTimeAsItsCallerWaits() {
        TestRequest request = TestRequest.get("/").header("Effe-Timeout", "2000");
        assertThat(request.remaining()).isBetween(Duration.ZERO, Duration.ofSeconds(2));
        assertThat(request.deadline(Instant.MAX).body("x").deadline()).isEqualTo(Instant.MAX);
    }

    @Test
    void keepsItsBodyToItself() {
        byte[] bytes = {1, 2};
        TestRequest request = TestRequest.post("/").body(bytes);
        bytes[0] = 9;
        request.bytes()[1] = 9;
        assertThat(request.bytes()).containsExactly(1, 2);
        assertThat(request.stream()).hasBinaryContent(new byte[] {1, 2});
    }

    @Test
    void hasNoNegativeTimeLeft() {
        TestRequest request = TestRequest.get("/");
        assertThat(request.remaining()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(request.deadline(Instant.EPOCH).remaining()).isZero();
    }
}
