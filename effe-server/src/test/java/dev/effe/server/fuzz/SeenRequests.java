package dev.effe.server.fuzz;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.kit.Frames;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The function: checks that each request it is given could have been sent by somebody, and says it back. Thread-safe. */
final class SeenRequests {

    private static final byte[] LARGE = new byte[200_000];
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private final long seed;
    /** The bytes that no function may ever be given. */
    final Queue<String> impossible = new ConcurrentLinkedQueue<>();

    SeenRequests(long seed) {
        this.seed = seed;
    }

    void run(Request request, Response response) throws Exception {
        String body = new String(request.bytes(), StandardCharsets.ISO_8859_1);
        check(request, body);
        response.header("X-Seen-Method", request.method());
        byte[] echo = Frames.bytes(request.method() + " " + request.target() + "\n" + request.headers() + "\n" + body);
        switch (request.path()) {
            case "/204" -> response.status(204);
            case "/304" -> response.status(304).text("none");
            case "/large" -> response.send(LARGE);
            case "/stream" -> {
                try (OutputStream out = response.stream()) {
                    out.write(echo);
                    out.flush();
                    out.write(LARGE, 0, 20_000);
                    out.flush();
                    out.write(echo);
                }
            }
            default -> response.send(echo);
        }
    }

    private void check(Request request, String body) {
        String all = request.target() + "\n" + request.headers() + "\n" + body;
        Set<Integer> streams = Token.numbersIn(all, seed);
        require(streams.size() <= 1, "bytes of several streams", request);
        require(request.method().matches(TOKEN), "method", request);
        require(request.target().matches("[!-~]+"), "target", request);
        Map<String, List<String>> headers = request.headers();
        require(headers.getOrDefault("Host", List.of()).size() <= 1, "several hosts", request);
        List<String> lengths = headers.getOrDefault("Content-Length", List.of());
        require(lengths.size() <= 1, "several lengths", request);
        // Zeros in front are allowed: Content-Length = 1*DIGIT (RFC 9110, 8.6).
        lengths.forEach(length -> require(length.matches("0*" + body.length()), "length", request));
        require(lengths.isEmpty() || !headers.containsKey("Transfer-Encoding"), "ambiguous length", request);
        headers.forEach((name, values) -> {
            require(name.matches(TOKEN), "name of a header", request);
            for (String value : values) {
                require(value.matches("[\t -~\u0080-\u00ff]*"), "value of " + name, request);
            }
        });
    }

    private void require(boolean holds, String otherwise, Request request) {
        if (!holds) {
            impossible.add(otherwise + ": " + request.method() + " " + request.target() + " " + request.headers());
        }
    }
}
