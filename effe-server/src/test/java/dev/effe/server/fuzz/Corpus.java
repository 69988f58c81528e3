package dev.effe.server.fuzz;

import static dev.effe.server.kit.Frames.block;
import static dev.effe.server.kit.Frames.frame;
import static dev.effe.server.kit.Frames.int16;
import static dev.effe.server.kit.Frames.int32;
import static dev.effe.server.kit.Frames.request;
import static dev.effe.server.kit.Frames.settings;

import dev.effe.server.kit.Frames;
import java.util.ArrayList;
import java.util.List;

/** Valid streams, as ISO-8859-1 texts with {@link Token#PLACEHOLDER} in them, from which mutations start. */
final class Corpus {

    private static final String T = Token.PLACEHOLDER;
    private static final String GET = "GET /" + T + " HTTP/1.1\r\nHost: a\r\n\r\n";

    static final List<String> HTTP1 = List.of(
            GET,
            GET + GET + GET,
            "\r\n" + GET,
            "HEAD /" + T + " HTTP/1.1\r\nHost: a\r\n\r\n" + GET,
            "GET /a%20b?" + T
                    + "&y=%2F HTTP/1.1\r\nHost: example.com:8080\r\nAccept:*/*\r\nX-Empty:\r\nX-Tab:\t a\tb \r\n\r\n",
            "GET /stream?" + T + " HTTP/1.1\r\nHost: a\r\n\r\n" + GET,
            "GET /large?" + T + " HTTP/1.1\r\nHost: [::1]:80\r\n\r\n" + GET,
            "GET /204 HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + T + "\r\n\r\nGET /304 HTTP/1.1\r\nHost: a\r\n\r\n" + GET,
            "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 17\r\n\r\n" + T + GET,
            "POST /p HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n" + GET,
            "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n" + T
                    + "\r\n0006\r\n world\r\n0\r\n\r\n",
            "PUT /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nTrailer: X-Sum\r\n\r\n"
                    + "1;a;b=c;d=\"e\\\"f;\"\r\nx\r\n11\r\n" + T + "\r\n00;last\r\nX-Sum: 1\r\nX-B: " + T + "\r\n\r\n"
                    + GET,
            "GET http://example.org:81/" + T + "?y HTTP/1.1\r\nHost: other\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\nX-T: " + T + "\r\n\r\n",
            "GET /" + T + " HTTP/1.0\r\n\r\n",
            "GET /stream?" + T + " HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + GET,
            "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\nabc" + T + GET
                    + "PATCH /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n\r\n" + GET,
            "PUT /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 17\r\n\r\n" + T,
            "PUT /stream HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n" + T
                    + "\r\n0\r\n\r\n",
            "GET /" + T + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + GET,
            "DELETE /" + T
                    + " HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, x\r\nX-Forwarded-For: 192.0.2.1, [::1]:80\r\n"
                    + "Forwarded: for=\"[2001:db8::1]:47\";proto=https, for=_x\r\n"
                    + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n",
            "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" + GET,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n" + GET,
            "POST /" + T + " HTTP/1.1\r\nHost: a\r\nCookie: " + "c=1; ".repeat(800) + "\r\nContent-Length: 1000\r\n\r\n"
                    + "x".repeat(1000) + GET);

    private static final String OPENING = Frames.PREFACE + settings();
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    static final List<String> HTTP2 = List.of(
            OPENING + get(1, "/" + T),
            OPENING
                    + frame(Frames.SETTINGS, 1, 0, "")
                    + get(1, "/stream?" + T)
                    + get(3, "/large?" + T)
                    + window(0, 1 << 20)
                    + window(1, 1 << 20)
                    + window(3, 1 << 20),
            Frames.PREFACE
                    + settings(1, 0, 2, 0, 3, 100, 4, 1 << 20, 5, 20_000, 6, 8192)
                    + post(1, "/" + T)
                    + frame(Frames.DATA, 0, 1, "hello")
                    + frame(Frames.DATA, END_STREAM, 1, T),
            OPENING + split(1, request("GET", "/" + T, "x-one", "1", "x-two", T)),
            OPENING
                    + frame(
                            Frames.HEADERS,
                            END_STREAM | END_HEADERS | 8 | 0x20,
                            1,
                            "\3" + int32(0) + "\20" + request("GET", "/" + T) + "\0\0\0"),
            OPENING
                    + frame(Frames.PING, 0, 0, "12345678")
                    + frame(Frames.PRIORITY, 0, 3, int32(1) + "\7")
                    + window(0, 1000)
                    + get(1, "/" + T)
                    + frame(Frames.PING, 1, 0, "12345678"),
            OPENING
                    + get(1, "/a?" + T)
                    + get(3, "/b?" + T)
                    + frame(Frames.RST_STREAM, 0, 3, int32(8))
                    + get(5, "/c?" + T)
                    + get(7, "/stream?" + T)
                    + frame(Frames.RST_STREAM, 0, 7, int32(8)),
            OPENING
                    + post(1, "/" + T)
                    + frame(Frames.DATA, 8, 1, "\2" + T + "\0\0")
                    + frame(Frames.HEADERS, END_STREAM | END_HEADERS, 1, block("x-sum", "1")),
            OPENING
                    + frame(
                            Frames.HEADERS,
                            END_HEADERS,
                            1,
                            request("PUT", "/" + T, "expect", "100-continue", "content-length", "17"))
                    + frame(Frames.DATA, END_STREAM, 1, T),
            OPENING
                    + frame(Frames.HEADERS, END_STREAM | END_HEADERS, 1, request("HEAD", "/large?" + T))
                    + get(3, "/204"),
            OPENING + get(1, "/304") + frame(Frames.GOAWAY, 0, 0, int32(0) + int32(0) + "bye") + get(3, "/" + T),
            Frames.PREFACE
                    + settings(4, 10)
                    + get(1, "/" + T)
                    + window(1, 5)
                    + settings(4, 100)
                    + get(3, "/stream?" + T),
            // Indexed fields, a literal that is added to the table, one that is never indexed, and Huffman's code.
            OPENING
                    + frame(
                            Frames.HEADERS,
                            END_STREAM | END_HEADERS,
                            1,
                            "\u0082\u0086\u0041\u008c\u00f1\u00e3\u00c2\u00e5\u00f2\u003a\u006b\u00a0\u00ab\u0090\u00f4\u00ff\u0004\21"
                                    + T + "\20\1x\1y\u003f\u00e1\u001f".substring(0, 5))
                    + frame(Frames.HEADERS, END_STREAM | END_HEADERS, 3, "\u0082\u0086\u0084\u00be"),
            OPENING + frame(0xf, 3, 9, "unknown") + uploads());

    static final List<String> PROXY = List.of(
            "PROXY TCP4 192.0.2.1 198.51.100.2 4711 443\r\n",
            "PROXY TCP6 2001:db8::1 ::ffff:192.0.2.1 4711 443\r\n",
            "PROXY UNKNOWN\r\n",
            version2("\41\21", "\u00c0\0\2\1\u00c6\63\144\2\22\147\1\u00bb"),
            version2(
                    "\41\41",
                    "\40\1\15\u00b8" + "\0".repeat(11) + "\1" + "\40\1\15\u00b8" + "\0".repeat(11)
                            + "\2\22\147\1\u00bb"),
            version2("\41\21", "\u00c0\0\2\1\u00c6\63\144\2\22\147\1\u00bb\2\0\1a\4\0\1\0"),
            version2("\40\0", ""),
            version2("\41\61", "/tmp" + "\0".repeat(212)));

    static final List<String> TLS = List.of(clientHello(), clientHello() + alert(), alert(), GET, OPENING);

    private Corpus() {}

    private static String get(int stream, String path) {
        return frame(Frames.HEADERS, END_STREAM | END_HEADERS, stream, request("GET", path));
    }

    private static String post(int stream, String path) {
        return frame(Frames.HEADERS, END_HEADERS, stream, request("POST", path));
    }

    private static String window(int stream, int bytes) {
        return frame(Frames.WINDOW_UPDATE, 0, stream, int32(bytes));
    }

    private static String split(int stream, String block) {
        int third = block.length() / 3;
        return frame(Frames.HEADERS, END_STREAM, stream, block.substring(0, third))
                + frame(Frames.CONTINUATION, 0, stream, block.substring(third, 2 * third))
                + frame(Frames.CONTINUATION, END_HEADERS, stream, block.substring(2 * third));
    }

    private static String uploads() {
        StringBuilder frames = new StringBuilder();
        for (int stream = 1; stream < 20; stream += 2) {
            frames.append(post(stream, "/" + T)).append(frame(Frames.DATA, 0, stream, "x".repeat(500)));
        }
        for (int stream = 1; stream < 20; stream += 2) {
            frames.append(frame(Frames.DATA, END_STREAM, stream, T));
        }
        return frames.toString();
    }

    private static String version2(String commandAndFamily, String content) {
        return "\r\n\r\n\0\r\nQUIT\n" + commandAndFamily + int16(content.length()) + content;
    }

    /** A ClientHello of TLS 1.3, with a key that anyone may have. */
    private static String clientHello() {
        List<String> extensions = new ArrayList<>();
        extensions.add(int16(10) + sized(sized(int16(0x1d))));
        extensions.add(int16(13) + sized(sized(int16(0x0403) + int16(0x0804) + int16(0x0401))));
        extensions.add(int16(16) + sized(sized("\2h2\10http/1.1")));
        extensions.add(int16(43) + sized("\2" + int16(0x0304)));
        extensions.add(int16(51) + sized(sized(int16(0x1d) + sized("k".repeat(32)))));
        String hello = int16(0x0303) + "r".repeat(32) + "\40" + "s".repeat(32)
                + sized(int16(0x1301) + int16(0xc02b) + int16(0xc02f)) + "\1\0" + sized(String.join("", extensions));
        return "\26" + int16(0x0301) + sized("\1\0" + sized(hello));
    }

    private static String alert() {
        return "\25" + int16(0x0303) + sized("\2\50");
    }

    private static String sized(String content) {
        return int16(content.length()) + content;
    }
}
