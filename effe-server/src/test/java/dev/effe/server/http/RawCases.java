package dev.effe.server.http;

import dev.effe.server.http.h1.Samples;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The bytes that clients may send, and those that must come back: from RFC 9110 and 9112, and from published smuggling
 * tricks. The function behind echoes what it sees; {@code /status/205} answers with that status and a body.
 */
final class RawCases {

    private static final String HOST = "Host: a\r\n";
    private static final Set<RawCase> CASES = new LinkedHashSet<>();

    static {
        requestLines();
        targets();
        methods();
        headers();
        hosts();
        lengths();
        encodings();
        chunks();
        expectations();
        connections();
        statuses();
        pipelines();
        notHttp();
        huge();
    }

    private RawCases() {}

    static List<RawCase> all() {
        return new ArrayList<>(CASES);
    }

    /**
     * @param bytes what is sent
     * @param statuses the answers, in order
     * @param closes whether the connection is closed behind the last one
     * @param saw what the function saw with its last call: method, target, host and body; "" to leave it open
     */
    record RawCase(String bytes, List<Integer> statuses, boolean closes, String saw) {

        /** The method of one of the requests, as far as it tells how an answer is read. */
        String method(int request) {
            return bytes.split("HTTP/1.[01]\r\n", -1)[request].contains("HEAD ") ? "HEAD" : "GET";
        }

        @Override
        public String toString() {
            String text = bytes.replace("\r", "\\r").replace("\n", "\\n").replaceAll("[^ -~]", "?");
            return text.length() < 120 ? text : text.substring(0, 117) + "...";
        }
    }

    private static void requestLines() {
        line(200, "GET / HTTP/1.1");
        raw("200 open", "\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
        raw("200 closed", "GET / HTTP/1.0\r\n\r\n");
        raw("200 closed", "GET / HTTP/1.0\r\n" + HOST + "\r\n");
        line(505, "GET / HTTP/2.0");
        line(505, "GET / HTTP/3.0");
        line(505, "GET / HTTP/0.9");
        line(505, "GET / HTTP/1.2");
        line(505, "GET / HTTP/1.9");
        line(505, "GET / HTTP/9.9");
        for (String version : List.of(
                "HTTP/1",
                "HTTP/1.",
                "HTTP/.1",
                "HTTP/11",
                "HTTP/1.10",
                "HTTP/01.1",
                "HTTP/1.1.1",
                "HTTP/1,1",
                "HTTP/a.b",
                "http/1.1",
                "Http/1.1",
                "HTTP 1.1",
                "HTTP/ 1.1",
                "HTTP/1.1 ",
                "HTTP/1.1\t",
                "HTTP/1.1x",
                "HTTPS/1.1",
                "HTTP/-1.1",
                "HTTP/+1.1",
                "XTTP/1.1",
                "ICY/1.1",
                "RTSP/1.0",
                "SIP/2.0",
                "HTTP\\1.1",
                "\0HTTP/1.1",
                "1.1",
                "HTTP/1.\u0661",
                "\"HTTP/1.1\"")) {
            line(400, "GET / " + version);
        }
        for (String line : List.of(
                "GET /",
                "GET",
                "GET ",
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET /\tHTTP/1.1",
                " GET / HTTP/1.1",
                "\tGET / HTTP/1.1",
                "GET / x HTTP/1.1",
                "GET / HTTP/1.1 HTTP/1.1",
                "GET HTTP/1.1",
                "GET  HTTP/1.1",
                "/ HTTP/1.1",
                "/ GET HTTP/1.1",
                "GET /\u000bHTTP/1.1",
                "GET\u000c/ HTTP/1.1",
                "GET\0/ HTTP/1.1",
                "GET / HTTP/1.1\0",
                "\u00efGET / HTTP/1.1",
                "\u00ef\u00bb\u00bfGET / HTTP/1.1")) {
            line(400, line);
        }
        raw("400 closed", "\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
        raw("400 closed", "\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
        raw("400 closed", "\r\rGET / HTTP/1.1\r\n" + HOST + "\r\n");
        raw("400 closed", "\rGET / HTTP/1.1\r\n" + HOST + "\r\n");
        raw("400 closed", "GET / HTTP/1.1\n" + HOST + "\r\n");
        raw("400 closed", "GET / HTTP/1.1\nHost: a\n\n");
        raw("400 closed", "GET / HTTP/1.1\rHost: a\r\r");
        raw("400 closed", "GET / HTTP/1.1\r\r\n" + HOST + "\r\n");
        raw("400 closed", "GET /\r HTTP/1.1\r\n" + HOST + "\r\n");
        raw("400 closed", "GET /\n HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private static void targets() {
        for (String target : List.of(
                "/",
                "/a/b",
                "//",
                "/a//b",
                "/../..",
                "/.",
                "/%2e%2e/",
                "/a%20b",
                "/%C3%A9",
                "/%ff",
                "/a;b=c",
                "/a,b",
                "/:",
                "/@",
                "/?",
                "/?x",
                "/?x=1&y=2",
                "/??",
                "/?a/b?c",
                "/?%00",
                "/?\\",
                "/~user",
                "/a+b",
                "/!$&'()*+,;=",
                "/index.html?x=%26",
                "/[x]",
                "/{x}|^`")) {
            raw("200 open", "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n", "GET " + target + " a ");
        }
        for (String target : List.of(
                "x",
                "a/b",
                "*",
                "?x",
                "#",
                "/#",
                "/#x",
                "/x#y",
                "/%",
                "/%2",
                "/%zz",
                "/%2x",
                "/a%",
                "/%00",
                "/\u00e9",
                "/\u0080",
                "/\0",
                "/a\u0001b",
                "/a\u007fb",
                "/a\"b",
                "/<script>",
                "/\\",
                "\\",
                "/?\u00e9",
                "/?x#y",
                "ftp://a/",
                "file:///etc/passwd",
                "http:/a/",
                "http:a",
                "http://",
                "http:///x",
                "http://a b/",
                "http://u:p@a/",
                "http://u@a/",
                "http://a:b/",
                "http://a:99999/",
                "http://a:-1/",
                "http://[/",
                "http://[::1/",
                "http://[x]/",
                "http://a#x",
                "://a/",
                "a:80",
                "javascript:x",
                "http://a\\b/")) {
            raw("400 closed", "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
        }
        saw("GET /x b ", "GET http://b/x HTTP/1.1\r\n" + HOST + "\r\n");
        saw("GET /x?y b:81 ", "GET HTTP://b:81/x?y HTTP/1.1\r\n" + HOST + "\r\n");
        saw("GET / b ", "GET http://b HTTP/1.1\r\n" + HOST + "\r\n");
        saw("GET /?y b ", "GET http://b?y HTTP/1.1\r\n" + HOST + "\r\n");
        saw("GET / [::1]:80 ", "GET https://[::1]:80/ HTTP/1.1\r\n" + HOST + "\r\n");
        saw("GET /x b ", "GET http://b/x HTTP/1.1\r\nHost:\r\n\r\n");
        saw("OPTIONS * b ", "OPTIONS http://b HTTP/1.1\r\n" + HOST + "\r\n");
        raw("400 closed", "GET http://b/x HTTP/1.1\r\n\r\n");
    }

    private static void methods() {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY", "X")) {
            saw(method + " /m a ", method + " /m HTTP/1.1\r\n" + HOST + "\r\n");
        }
        saw("get /m a ", "get /m HTTP/1.1\r\n" + HOST + "\r\n");
        saw("M-SEARCH /m a ", "M-SEARCH /m HTTP/1.1\r\n" + HOST + "\r\n");
        saw("!#$%&'*+-.^_`|~09 /m a ", "!#$%&'*+-.^_`|~09 /m HTTP/1.1\r\n" + HOST + "\r\n");
        saw("OPTIONS * a ", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n");
        saw("HEAD /m a ", "HEAD /m HTTP/1.1\r\n" + HOST + "\r\n");
        raw("405 closed", "CONNECT a:443 HTTP/1.1\r\n" + HOST + "\r\n");
        raw("405 closed", "CONNECT / HTTP/1.1\r\n" + HOST + "\r\n");
        raw("405 closed", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n");
        for (String method : List.of(
                "GE(T", "G@T", "GET/", "G\"T", "GET,", "GET:", "{GET}", "G\u00e9T", "GE\0T", "GE\u007fT", "G=T")) {
            line(400, method + " / HTTP/1.1");
        }
        line(400, "X".repeat(100) + " / HTTP/1.1");
        raw("400 closed", "HEAD * HTTP/1.1\r\n" + HOST + "\r\n");
        raw("400 closed", "POST * HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private static void headers() {
        for (String good : List.of(
                "X: y",
                "X:y",
                "X:   y",
                "X:\ty\t",
                "X:",
                "X: ",
                "x-y: z",
                "X_Y: z",
                "X.Y: z",
                "X: a b\tc",
                "X: \u00e9",
                "X: \u0080\u00ff",
                "X: \"",
                "X: :",
                "X: y:z",
                "!#$%&'*+-.^_`|~: x",
                "1: x",
                "X: y\r\nX: z",
                "Cookie: a=b; c=d",
                "Accept: */*\r\naccept: x",
                "Transfer: chunked",
                "Content-Lengt: 5",
                "Upgrade: h2c",
                "TE: trailers",
                "Upgrade: websocket\r\nConnection: Upgrade",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
                "X-Content-Length: 5")) {
            header(200, good);
        }
        for (String bad : List.of(
                "X",
                ":",
                ": x",
                " : x",
                " X: y",
                "\tX: y",
                "X : y",
                "X\t: y",
                "X y: z",
                "X(y): z",
                "X@: y",
                "X/Y: z",
                "X[0]: y",
                "X,Y: z",
                "X;: y",
                "X=: y",
                "X\": y",
                "X\\: y",
                "{X}: y",
                "<X>: y",
                "X?: y",
                "\u00e9: x",
                "X\0: y",
                "X\u0001: y",
                "X\u007f: y",
                "\u00a0X: y",
                "X: \0",
                "X: a\0b",
                "X: a\u0001b",
                "X: \u0008",
                "X: a\u000bb",
                "X: \u000c",
                "X: a\u001fb",
                "X: a\u007fb",
                "X: \u001b[31m",
                "X: y\r\n z",
                "X: y\r\n\tz",
                "X:\r\n y",
                "X: a\nb",
                "X: a\rb",
                "X: a\r",
                "X: y\nZ: z",
                "X\n: y",
                "X\r\n: y",
                "X: y\n z",
                "\u000bX: y")) {
            header(400, bad);
        }
        raw("400 closed", "GET / HTTP/1.1\r\n X: y\r\n" + HOST + "\r\n");
        raw("400 closed", "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n");
        raw("400 closed", "GET / HTTP/1.1\r\nHost: a\n\r\n");
        raw("400 closed", "GET / HTTP/1.1\r\nHost: a\r\n\n");
        raw("400 closed", "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n");
        raw("400 closed", "GET / HTTP/1.1\r\nHost: a\r\nX: y\n\n");
    }

    private static void hosts() {
        for (String host : List.of(
                "example.com",
                "EXAMPLE.com",
                "a:80",
                "a:",
                "a:0",
                "127.0.0.1",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:80",
                "a-b.c_d",
                "xn--bcher-kva.de",
                "%C3%A9",
                "a.")) {
            raw("200 open", "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "GET / " + host + " ");
        }
        for (String host : List.of(
                "",
                " \t",
                "a b",
                "a/b",
                "a/",
                "http://a",
                "u@a",
                "u:p@a",
                "a:b",
                "a:80:80",
                "a:-1",
                "a:99999",
                "a:+80",
                "a: 80",
                ":80",
                "::1",
                "[::1",
                "[]",
                "[x]",
                "[::1]x",
                "[::1]:x",
                "[::1%25eth0]",
                "a,b",
                "a, b",
                "a?x",
                "a#x",
                "a\\b",
                "a\"",
                "<a>",
                "\u00e9",
                "%",
                "%zz",
                "a;b:x",
                "a|b")) {
            raw("400 closed", "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        }
        raw("400 closed", "GET / HTTP/1.1\r\n\r\n");
        raw("400 closed", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
        raw("400 closed", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
        raw("400 closed", "GET / HTTP/1.1\r\nHost: a\r\nhost:\r\n\r\n");
        raw("400 closed", "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
        raw("400 closed", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n");
        raw("400 closed", "GET / HTTP/1.0\r\nHost: a b\r\n\r\n");
        raw("400 closed", "HEAD /x HTTP/1.1\r\n\r\n");
    }

    private static void lengths() {
        saw("POST / a hello", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello");
        saw("POST / a hello", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 0005\r\n\r\nhello");
        saw("POST / a hello", "POST / HTTP/1.1\r\n" + HOST + "Content-Length:\t5 \r\n\r\nhello");
        saw("GET / a hello", "GET / HTTP/1.1\r\n" + HOST + "content-length: 5\r\n\r\nhello");
        saw("DELETE / a x", "DELETE / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\nx");
        saw("HEAD /x a hello", "HEAD /x HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello");
        saw("POST / a ", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
        saw("POST / a \r\n\r\n", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\n\r\n\r\n");
        saw("POST / a \0\u0001", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n\0\u0001");
        raw("200 closed", "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello", "POST / - hello");
        for (String bad : List.of(
                "",
                "+5",
                "-5",
                "-0",
                "5 5",
                "5,5",
                "5, 5",
                "5,6",
                "0x5",
                "5.0",
                "5e0",
                "five",
                "\"5\"",
                "5;",
                "5 \u000b",
                "\u00a05",
                "\u0665",
                "99999999999999999999",
                "9223372036854775808",
                "18446744073709551621",
                "5\0",
                "0 5",
                "1_0",
                "5\t5",
                "NaN",
                "(5)")) {
            body(400, "Content-Length: " + bad, "hello");
        }
        body(400, "Content-Length: 5\r\nContent-Length: 5", "hello");
        body(400, "Content-Length: 5\r\nContent-Length: 6", "hello");
        body(400, "Content-Length: 0\r\nContent-Length: 5", "hello");
        body(400, "Content-Length: 5\r\ncontent-length: 0", "hello");
        body(400, "Content-Length : 5", "hello");
        body(400, "Content-Length\t: 5", "hello");
        body(400, "Content-Length: 5\r\n 0", "hello");
        body(400, "Content-Length:\r\n 5", "hello");
        body(400, "Content-Length\0: 5", "hello");
        body(413, "Content-Length: 6291457", "");
        body(413, "Content-Length: 4294967296", "");
        body(413, "Content-Length: 999999999999999999", "");
    }

    private static void encodings() {
        saw("POST / a hello", chunked("5\r\nhello\r\n0\r\n\r\n"));
        body(200, "transfer-encoding: CHUNKED", "5\r\nhello\r\n0\r\n\r\n");
        body(200, "Transfer-Encoding:\tchunked\t", "5\r\nhello\r\n0\r\n\r\n");
        for (String bad : List.of(
                "",
                "identity",
                "gzip",
                "gzip, chunked",
                "chunked, chunked",
                "chunked, identity",
                "identity, chunked",
                "chunked,",
                ",chunked",
                "xchunked",
                "chunkedx",
                "chunked;q=1",
                "\"chunked\"",
                "'chunked'",
                "chun ked",
                "chunked\0",
                "\u000bchunked",
                "chunked\u000b",
                "\u00a0chunked",
                "[chunked]",
                "chunked x",
                "x chunked",
                "deflate",
                "trailers",
                "ch\u0075nk\u0065d\u0001")) {
            body(400, "Transfer-Encoding: " + bad, "5\r\nhello\r\n0\r\n\r\n");
        }
        for (String bad : List.of(
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: 0\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nTransfer-Encoding: identity",
                "Content-Length: 5\r\nTransfer-Encoding:",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                " Transfer-Encoding: chunked",
                "X: y\r\n Transfer-Encoding: chunked",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked",
                "Transfer-Encoding:\r\n chunked",
                "Transfer-Encoding: chunked\r\n x",
                "Transfer-Encoding\r\n: chunked",
                "Transfer\0-Encoding: chunked",
                "Transfer Encoding: chunked")) {
            body(400, bad, "5\r\nhello\r\n0\r\n\r\n");
        }
        // Not the header that frames the message: no body, and what looks like one is the next, bad, request.
        raw("200 400 closed", post("Transfer_Encoding: chunked", "0\r\n\r\n"));
        raw("200 400 closed", post("TransferEncoding: chunked", "0\r\n\r\n"));
        raw("200 400 closed", post("X-Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"));
        raw("400 closed", "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        raw(
                "400 closed",
                "POST / HTTP/1.0\r\n" + HOST + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        // CL.0: the body of a GET is a body, not a request.
        String body = "GET /smuggled HTTP/1.1\r\n\r\n";
        saw("GET / a " + body, "GET / HTTP/1.1\r\n" + HOST + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void chunks() {
        for (String good : List.of(
                "0\r\n\r\n",
                "5\r\nhello\r\n0\r\n\r\n",
                "05\r\nhello\r\n0\r\n\r\n",
                "000000005\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n00000\r\n\r\n",
                "a\r\n0123456789\r\n0\r\n\r\n",
                "A\r\n0123456789\r\n0\r\n\r\n",
                "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n",
                "5;x\r\nhello\r\n0\r\n\r\n",
                "5;x=y\r\nhello\r\n0;z\r\n\r\n",
                "5;x=\"y;\\\"z\"\r\nhello\r\n0\r\n\r\n",
                "5;a;b=c;d=\"\"\r\nhello\r\n0\r\n\r\n",
                "2\r\n\r\n\r\n0\r\n\r\n",
                "0\r\nX: y\r\n\r\n",
                "0\r\nX: y\r\nZ:\r\n\r\n",
                "5\r\n0\r\n\r\n\r\n0\r\n\r\n")) {
            raw("200 open", chunked(good));
        }
        for (String bad : List.of(
                "\r\n0\r\n\r\n",
                "x\r\nhello\r\n0\r\n\r\n",
                "g\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                "5\t\r\nhello\r\n0\r\n\r\n",
                "5 5\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\rhello\r\n0\r\n\r\n",
                "5\r\rhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhelloxx0\r\n\r\n",
                "5\r\nhello\rx0\r\n\r\n",
                "4\r\nhello\r\n0\r\n\r\n",
                "6\r\nhello\r\n0\r\n\r\n",
                "5;\r\nhello\r\n0\r\n\r\n",
                "5;;\r\nhello\r\n0\r\n\r\n",
                "5;=x\r\nhello\r\n0\r\n\r\n",
                "5;x=\r\nhello\r\n0\r\n\r\n",
                "5;x y\r\nhello\r\n0\r\n\r\n",
                "5;x=\"y\r\nhello\r\n0\r\n\r\n",
                "5;x\nhello\r\n0\r\n\r\n",
                "5;x=y\nz\r\nhello\r\n0\r\n\r\n",
                "5;\0\r\nhello\r\n0\r\n\r\n",
                "5;\u00e9\r\nhello\r\n0\r\n\r\n",
                "5,\r\nhello\r\n0\r\n\r\n",
                "5.0\r\nhello\r\n0\r\n\r\n",
                "5h\r\nhello\r\n0\r\n\r\n",
                "5\0\r\nhello\r\n0\r\n\r\n",
                "\0005\r\nhello\r\n0\r\n\r\n",
                "10000000000000005\r\nhello\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                "fffffffffffffffff\r\n",
                "0\n\r\n",
                "0\r\r\n",
                "0 \r\n\r\n",
                "0\r\n\n",
                "0\r\nX\r\n\r\n",
                "0\r\n X: y\r\n\r\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\nX: \0\r\n\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\nX: y\r\n z\r\n\r\n",
                "0\r\n: y\r\n\r\n",
                "0\r\nContent-Length: 5\r\n\r\n",
                "0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "0\r\nHost: b\r\n\r\n",
                "\u0665\r\nhello\r\n0\r\n\r\n")) {
            raw("400 closed", chunked(bad));
        }
        raw("400 closed", chunked("5;" + "x".repeat(10_000) + "\r\nhello\r\n0\r\n\r\n"));
        raw("413 closed", chunked("600001\r\n"));
        raw("413 closed", chunked("fffffffffffff\r\n"));
        raw("413 closed", chunked("7fffffffffffff0\r\n"));
        raw("431 closed", chunked("0\r\n" + "X: y\r\n".repeat(101) + "\r\n"));
        raw("431 closed", chunked("0\r\nX: " + "y".repeat(17_000) + "\r\n\r\n"));
    }

    private static void expectations() {
        body(200, "Expect: 100-continue\r\nContent-Length: 0", "");
        body(417, "Expect: 200-ok\r\nContent-Length: 5", "");
        body(417, "Expect: x\r\nContent-Length: 5", "");
        body(417, "Expect:\r\nContent-Length: 5", "");
        body(417, "Expect: 100-continue, x\r\nContent-Length: 5", "");
        body(417, "Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5", "");
        body(413, "Expect: 100-continue\r\nContent-Length: 99999999", "");
        raw(
                "200 closed",
                "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
                "POST / - hello");
        raw("200 closed", "POST / HTTP/1.0\r\nExpect: x\r\nContent-Length: 5\r\n\r\nhello", "POST / - hello");
    }

    private static void connections() {
        for (String close :
                List.of("close", "Close", "CLOSE", "x, close", "close, x", "keep-alive, close", "x,close,y")) {
            raw("200 closed", "GET / HTTP/1.1\r\n" + HOST + "Connection: " + close + "\r\n\r\n");
        }
        raw("200 closed", "GET / HTTP/1.1\r\n" + HOST + "Connection: x\r\nConnection: close\r\n\r\n");
        raw("200 closed", "GET / HTTP/1.0\r\nConnection: close\r\n\r\n");
        raw("200 closed", "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n");
        raw("200 closed", "GET / HTTP/1.0\r\nKeep-Alive: timeout=5\r\n\r\n");
        raw("200 open", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        raw("200 open", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
        for (String keep : List.of("keep-alive", "closed", "", "x", "Upgrade", "not close", "TE", "host")) {
            raw("200 open", "GET / HTTP/1.1\r\n" + HOST + "Connection: " + keep + "\r\n\r\n");
        }
        raw("200 open", "GET / HTTP/1.1\r\n" + HOST + "Proxy-Connection: close\r\n\r\n");
    }

    private static void statuses() {
        for (int status : new int[] {200, 201, 204, 205, 206, 299, 301, 304, 400, 404, 418, 500, 503, 599}) {
            String rest = "/status/" + status + " HTTP/1.1\r\n" + HOST + "\r\n";
            raw(status + " 200 open", "GET " + rest + "GET /next HTTP/1.1\r\n" + HOST + "\r\n", "GET /next a ");
            raw(status + " 200 open", "HEAD " + rest + "GET /next HTTP/1.1\r\n" + HOST + "\r\n", "GET /next a ");
        }
    }

    private static void pipelines() {
        String get = "GET /p HTTP/1.1\r\n" + HOST + "\r\n";
        String put = "PUT /p HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc";
        String chunks = chunked("3\r\nabc\r\n0\r\nX: y\r\n\r\n");
        String head = "HEAD /p HTTP/1.1\r\n" + HOST + "\r\n";
        raw("200 200 200 200 200 200 200 200 200 200 open", get.repeat(10));
        raw("200 200 200 200 200 open", get + put + chunks + head + get);
        raw("200 200 200 open", put + "\r\n" + chunks + "\r\n" + get);
        raw("200 200 400 closed", get + put + "GET / HTTP/1.1\r\n\r\n");
        raw("200 200 400 closed", get + get + "BAD\r\n\r\n");
        raw("200 200 open", put + "x" + get, "xGET /p a ");
        raw("200 413 closed", get + "PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 99999999\r\n\r\n");
        raw("200 200 505 closed", get + chunks + "GET / HTTP/2.0\r\n\r\n");
        raw("200 405 closed", get + "CONNECT a:1 HTTP/1.1\r\n" + HOST + "\r\n");
        raw("200 200 closed", get + "GET /p HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
        raw("200 closed", "GET /p HTTP/1.0\r\n\r\n");
        raw("200 200 closed", "GET /p HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /p HTTP/1.0\r\n\r\n");
        raw("200 400 closed", get + "\n" + get);
        raw("200 400 closed", get + "\r\n\r\n" + get);
    }

    private static void notHttp() {
        raw("400 closed", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003");
        raw("400 closed", "\u0080\u002e\u0001\0\u0002");
        raw("400 closed", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
        raw("505 closed", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");
        raw("400 closed", "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n");
        raw("400 closed", "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c");
        raw("400 closed", "EHLO a\r\n");
        raw("400 closed", "*1\r\n$4\r\nPING\r\n");
        raw("400 closed", "\u0005\u0001\0");
        raw("400 closed", "\0\0\0\0\0\0\0\0");
        raw("400 closed", "{\"a\":1}");
        raw("400 closed", "<?xml?>");
        raw("400 closed", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }

    private static void huge() {
        raw("414 closed", "GET /" + "a".repeat(10_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
        raw("414 closed", "GET /?" + "a".repeat(100_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
        raw("414 closed", "GET /" + "a".repeat(1_000_000));
        raw("400 closed", "a".repeat(100_000));
        raw("431 closed", "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(20_000) + "\r\n\r\n");
        raw("431 closed", "GET / HTTP/1.1\r\n" + HOST + "X".repeat(20_000) + ": a\r\n\r\n");
        raw("431 closed", "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(200) + "\r\n");
        raw("431 closed", "GET / HTTP/1.1\r\n" + HOST + ("X: " + "a".repeat(1000) + "\r\n").repeat(20) + "\r\n");
        raw("431 closed", "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(1_000_000));
        raw("200 open", post("Content-Length: 1000000", "x".repeat(1_000_000)));
    }

    private static String chunked(String body) {
        return post("Transfer-Encoding: chunked", body);
    }

    private static String post(String headers, String body) {
        return "POST / HTTP/1.1\r\n" + HOST + headers + "\r\n\r\n" + body;
    }

    private static void line(int status, String requestLine) {
        raw(status + (status == 200 ? " open" : " closed"), requestLine + "\r\n" + HOST + "\r\n");
    }

    private static void header(int status, String lines) {
        raw(status + (status == 200 ? " open" : " closed"), "GET / HTTP/1.1\r\n" + HOST + lines + "\r\n\r\n");
    }

    private static void body(int status, String headers, String body) {
        raw(status + (status == 200 ? " open" : " closed"), post(headers, body));
    }

    private static void saw(String saw, String bytes) {
        raw("200 open", bytes, saw);
    }

    private static void raw(String expected, String bytes) {
        raw(expected, bytes, "");
    }

    /** @param expected such as "200 400 closed": what is sent behind it must not be taken for a request then */
    private static void raw(String expected, String bytes, String saw) {
        List<String> words = new ArrayList<>(List.of(expected.split(" ")));
        boolean closes = words.remove(words.size() - 1).equals("closed");
        List<Integer> statuses = words.stream().map(Integer::valueOf).toList();
        if (!CASES.add(new RawCase(closes ? bytes + Samples.SMUGGLED : bytes, statuses, closes, saw))) {
            throw new AssertionError("Twice: " + bytes);
        }
    }
}
