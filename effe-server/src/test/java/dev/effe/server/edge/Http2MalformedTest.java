package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Frames;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.Http2Client.Answer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Malformed requests and those that would become other requests in HTTP/1.1 (RFC 9113, 8.1.1, 8.2, 8.3 and 10.3): the
 * stream is reset or answered with 4xx, the function is not called, and the connection goes on.
 */
@Timeout(60)
class Http2MalformedTest {

    private static final int RESET = 0;
    private static Http2Server server;
    private Http2Client client;

    @BeforeAll
    static void start() throws Exception {
        server = new Http2Server("max-stream-resets", "1000");
    }

    @BeforeEach
    void connect() throws Exception {
        server.calls.set(0);
        client = server.connect();
    }

    @AfterEach
    void theConnectionGoesOnAndTheFunctionWasNotCalled() throws Exception {
        assertThat(server.calls).hasValue(0);
        assertThat(client.answer(client.get("/")).status).isEqualTo(200);
        assertThat(client.goAway).isEqualTo(-1);
        client.close();
        server.assertQuiet();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A name, the status or RESET, and the fields. */
    private static Stream<Arguments> requests() {
        return Stream.of(
                of("no method", RESET, ":scheme", "http", ":path", "/", ":authority", "a"),
                of("no scheme", RESET, ":method", "GET", ":path", "/", ":authority", "a"),
                of("no path", RESET, ":method", "GET", ":scheme", "http", ":authority", "a"),
                of("no authority and no host", RESET, ":method", "GET", ":scheme", "http", ":path", "/"),
                of("nothing", RESET),
                with("two methods", RESET, ":method", "GET"),
                with("two paths", RESET, ":path", "/"),
                with("two schemes", RESET, ":scheme", "http"),
                with("two authorities", RESET, ":authority", "localhost"),
                with("an unknown pseudo-header", RESET, ":unknown", "x"),
                with("a pseudo-header of answers", RESET, ":status", "200"),
                with("extended CONNECT", RESET, ":protocol", "websocket"),
                with("an empty pseudo-header name", RESET, ":", "x"),
                of("a pseudo-header behind a field", RESET, put(request(), "x-a", "1", ":method", "GET")),
                of(
                        "a pseudo-header behind a cookie",
                        RESET,
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":path",
                        "/",
                        "cookie",
                        "a",
                        ":authority",
                        "a"),
                with("an upper-case name", RESET, "X-a", "1"),
                with("an empty name", RESET, "", "1"),
                with("a space in a name", RESET, "x a", "1"),
                with("a colon in a name", RESET, "x:a", "1"),
                with("CRLF in a name", RESET, "x\r\na", "1"),
                with("NUL in a name", RESET, "x\0a", "1"),
                with("a non-ASCII name", RESET, "x\u00e9", "1"),
                with("connection", RESET, "connection", "close"),
                with("keep-alive", RESET, "keep-alive", "1"),
                with("proxy-connection", RESET, "proxy-connection", "close"),
                with("upgrade", RESET, "upgrade", "h2c"),
                with("transfer-encoding", RESET, "transfer-encoding", "chunked"),
                with("te other than trailers", RESET, "te", "gzip"),
                with("te with more than trailers", RESET, "te", "trailers, deflate"),
                with("CR in a value", RESET, "x-a", "1\r2"),
                with("LF in a value", RESET, "x-a", "1\n2"),
                with("CRLF and a field in a value", RESET, "x-a", "1\r\nhost: b"),
                with("NUL in a value", RESET, "x-a", "1\0"),
                with("DEL in a value", RESET, "x-a", "1\u007f"),
                with("a control in a value", RESET, "x-a", "\u0001"),
                with("a space before a value", RESET, "x-a", " 1"),
                with("a space behind a value", RESET, "x-a", "1 "),
                with("a tab before a value", RESET, "x-a", "\t1"),
                with("LF in a cookie", RESET, "cookie", "a=b\nc"),
                with("two hosts", RESET, "host", "localhost", "host", "localhost"),
                with("another host than the authority", RESET, "host", "other"),
                with("an empty host beside the authority", RESET, "host", ""),
                with("a signed content-length", RESET, "content-length", "+0"),
                with("a content-length that is no number", RESET, "content-length", "x"),
                with("a list as content-length", RESET, "content-length", "0,1"),
                with("two content-lengths", RESET, "content-length", "0", "content-length", "1"),
                with("two equal content-lengths", RESET, "content-length", "0", "content-length", "0"),
                with("a list of equal content-lengths", RESET, "content-length", "0, 0"),
                with("a content-length beyond all numbers", RESET, "content-length", "99999999999999999999"),
                with("a content-length without a body", RESET, "content-length", "1"),
                changed("an empty method", RESET, ":method", ""),
                changed("a space in the method", RESET, ":method", "GET /admin HTTP/1.1"),
                changed("CRLF in the method", RESET, ":method", "GET\r\nx: y"),
                changed("an empty path", RESET, ":path", ""),
                changed("a relative path", RESET, ":path", "a"),
                changed("an absolute path", RESET, ":path", "http://other/"),
                changed("an asterisk with GET", RESET, ":path", "*"),
                changed("a space in the path", 400, ":path", "/ HTTP/1.1"),
                changed("CRLF in the path", RESET, ":path", "/\r\nx: y"),
                changed("a fragment", 400, ":path", "/#a"),
                changed("a bad escape", 400, ":path", "/%zz"),
                changed("an escaped NUL", 400, ":path", "/%00"),
                changed("non-ASCII in the path", 400, ":path", "/\u00e9"),
                changed("a backslash in the path", 400, ":path", "/\\"),
                changed("another scheme", RESET, ":scheme", "ftp"),
                changed("an upper-case scheme", RESET, ":scheme", "HTTP"),
                changed("an empty scheme", RESET, ":scheme", ""),
                changed("an empty authority", RESET, ":authority", ""),
                changed("a user in the authority", RESET, ":authority", "me@localhost"),
                changed("a path in the authority", RESET, ":authority", "localhost/a"),
                changed("two authorities in one", RESET, ":authority", "localhost,other"),
                changed("a space in the authority", RESET, ":authority", "local host"),
                changed("a bad port", RESET, ":authority", "localhost:99999"),
                changed("CONNECT with all pseudo-headers", 405, ":method", "CONNECT"),
                of("CONNECT", 405, ":method", "CONNECT", ":authority", "localhost:1"),
                changed("TRACE", 405, ":method", "TRACE"));
    }

    private static String[] request() {
        return Http2Client.request("GET", "/");
    }

    private static String[] put(String[] fields, String... more) {
        String[] all = Arrays.copyOf(fields, fields.length + more.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return all;
    }

    private static Arguments of(String name, int status, String... fields) {
        return Arguments.of(name, status, fields);
    }

    /** More fields, pseudo-headers in front. */
    private static Arguments with(String name, int status, String... more) {
        return of(name, status, more[0].startsWith(":") ? put(more, request()) : put(request(), more));
    }

    private static Arguments changed(String name, int status, String field, String value) {
        String[] fields = request();
        fields[Arrays.asList(fields).indexOf(field) + 1] = value;
        return of(name, status, fields);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void refuses(String name, int status, String[] fields) throws Exception {
        assertRefused(status, true, fields);
    }

    /** The client has sent a part of the body before it learns of the refusal. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void refusesAlsoWithABodyOnItsWay(String name, int status, String[] fields) throws Exception {
        assertRefused(status, false, fields);
    }

    private void assertRefused(int status, boolean end, String... fields) throws Exception {
        int stream = client.newStream();
        client.headers(stream, end, fields);
        if (!end) {
            client.data(stream, new byte[100], false);
            client.data(stream, new byte[100], true);
        }
        Answer answer = client.answer(stream);
        if (status == RESET) {
            assertThat(answer.reset).isEqualTo(Frames.PROTOCOL_ERROR);
            assertThat(answer.status).isZero();
        } else {
            assertThat(answer.status).isEqualTo(status);
            assertThat(answer.headers).containsEntry("content-type", "application/problem+json");
            assertThat(answer.text()).contains("\"status\":" + status);
        }
        client.sync();
    }

    @Test
    void resetsWhatIsShorterOrLongerThanItsContentLength() throws Exception {
        for (int length : new int[] {0, 1, 99, 101, 1_000_000}) {
            int stream = client.post("/", "content-length", Integer.toString(length));
            client.data(stream, new byte[100], true);
            assertThat(client.answer(stream).reset).isEqualTo(Frames.PROTOCOL_ERROR);
        }
        int trailed = client.post("/", "content-length", "100");
        client.data(trailed, new byte[99], false);
        client.headers(trailed, true, "x-trailer", "1");
        assertThat(client.answer(trailed).reset).isEqualTo(Frames.PROTOCOL_ERROR);
    }

    @Test
    void resetsBadTrailers() throws Exception {
        for (String[] trailer :
                new String[][] {{":path", "/"}, {"X-a", "1"}, {"connection", "close"}, {"x-a", "1\n"}}) {
            int stream = client.post("/");
            client.data(stream, new byte[1], false);
            client.headers(stream, true, trailer);
            assertThat(client.answer(stream).reset).isEqualTo(Frames.PROTOCOL_ERROR);
        }
    }

    @Test
    void resetsTrailersThatDoNotEndTheStream() throws Exception {
        int stream = client.post("/");
        client.headers(stream, false, "x-a", "1");

        assertThat(client.answer(stream).reset).isEqualTo(Frames.PROTOCOL_ERROR);
    }

    @Test
    void saysWhichMethodsAreServed() throws Exception {
        int stream = client.newStream();
        client.headers(stream, true, Http2Client.request("TRACE", "/"));

        assertThat(client.answer(stream).headers)
                .contains(Map.entry("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    }
}
