package dev.effe.server.http.h1;

import dev.effe.server.http.message.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Byte streams, as ISO-8859-1 texts, that several tests cut, mutate and feed in their own ways. */
public final class Samples {
    public static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** A request that must never come out of a stream in which something before it is malformed. */
    public static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    static final List<String> VALID = List.of(
            GET,
            "\r\n" + GET,
            "GET /a%20b?x=1&y=%2F HTTP/1.1\r\nHost: example.com:8080\r\nAccept:*/*\r\nX-Empty:\r\nX-Tab:\t a\tb \r\n\r\n",
            "POST /p HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 5\r\n\r\nhello",
            "POST /p HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n",
            "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0006\r\n world\r\n0\r\n\r\n",
            "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                    + "1;a;b=c;d=\"e\\\"f;\"\r\nx\r\n00;last\r\nX-Sum: 1\r\nX-B:\r\n\r\n",
            "GET http://example.org:81/x?y HTTP/1.1\r\nHost: other\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + GET,
            "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + GET
                    + "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n\r\n" + GET,
            "PUT /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + SMUGGLED);

    private static final Map<String, Refusal> MALFORMED = new LinkedHashMap<>();

    static {
        refused(
                Refusal.BAD_REQUEST_LINE,
                "\r\n\r\n" + GET,
                "\n" + GET,
                "\r" + GET,
                " " + GET,
                "GET / HTTP/1.1\nHost: a\r\n\r\n");
        refused(
                Refusal.BAD_REQUEST_LINE,
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "GET /\r\n");
        refused(Refusal.BAD_TARGET, "GET /#f HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n");
        refused(Refusal.UNSUPPORTED_VERSION, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        refused(Refusal.METHOD_REFUSED, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
        refused(Refusal.BAD_HOST, "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
        inHeader(
                Refusal.BAD_HEADER,
                " folded: x",
                "X : a",
                ": a",
                "X: a\n b",
                "X: a\r\n b",
                "X: \0",
                "X: a\rb",
                "X",
                "X\n: a");
        inHeader(Refusal.BAD_FRAMING, "Content-Length: +5", "Content-Length: 5\r\nTransfer-Encoding: chunked");
        inHeader(Refusal.EXPECTATION_FAILED, "Expect: 200-ok");
        inHeader(Refusal.BODY_TOO_LARGE, "Content-Length: 6291457");
        inHeader(Refusal.HEADERS_TOO_LARGE, "X: " + "a".repeat(16 * 1024));
        inChunks(Refusal.BAD_CHUNK, "5 \r\nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n");
        inChunks(Refusal.BAD_CHUNK, "5;a=b\nX\r\nhello\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "0\n\r\n", "0x0\r\n\r\n");
        inChunks(Refusal.BAD_HEADER, "0\r\nX : y\r\n\r\n", "0\r\nX: y\n\r\n", "0\r\n\n");
        inChunks(Refusal.BAD_FRAMING, "0\r\nContent-Length: 5\r\n\r\n");
        inChunks(Refusal.BODY_TOO_LARGE, "600001\r\n");
        refused(Refusal.URI_TOO_LONG, "GET /" + "a".repeat(8192) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private Samples() {}

    /** Each with the refusal that it earns; all have a request behind them. */
    static Map<String, Refusal> malformed() {
        return MALFORMED;
    }

    static List<String> all() {
        List<String> all = new ArrayList<>(VALID);
        all.addAll(MALFORMED.keySet());
        return all;
    }

    private static void refused(Refusal refusal, String... streams) {
        for (String stream : streams) {
            MALFORMED.put(stream + SMUGGLED, refusal);
        }
    }

    private static void inHeader(Refusal refusal, String... fields) {
        for (String field : fields) {
            refused(refusal, "POST / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n");
        }
    }

    private static void inChunks(Refusal refusal, String... bodies) {
        for (String body : bodies) {
            refused(refusal, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        }
    }
}
