package dev.effe.bench.memory;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Takes large bodies and gives large answers, each in an array of its own below {@code /whole}, else in pieces: the same
 * as Jetty's of effe-bench/peers does.
 */
public final class BulkFunction implements Logic<Object> {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final byte[] ZEROS = new byte[PIECE_BYTES];

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws IOException {
        switch (request.path()) {
            case "/whole/up" -> response.text(Integer.toString(request.bytes().length));
            case "/whole/pass" -> response.send(request.bytes());
            case "/whole/down" -> response.send(new byte[bytes(request)]);
            case "/up" -> response.text(Long.toString(length(request.stream())));
            case "/pass" -> {
                try (OutputStream out =
                        declared(
                                response,
                                Integer.parseInt(
                                        request.header("Content-Length").orElseThrow()))
                                .stream()) {
                    request.stream().transferTo(out);
                }
            }
            case "/down" -> {
                int bytes = bytes(request);
                try (OutputStream out = declared(response, bytes).stream()) {
                    for (int left = bytes; left > 0; left -= PIECE_BYTES) {
                        out.write(ZEROS, 0, Math.min(left, PIECE_BYTES));
                    }
                }
            }
            default -> response.text("Hello, World!");
        }
    }

    private static int bytes(Request request) {
        return Integer.parseInt(request.query("bytes").orElseThrow());
    }

    private static Response declared(Response response, int bytes) {
        return response.header("Content-Length", Integer.toString(bytes));
    }

    private static long length(InputStream in) throws IOException {
        byte[] buffer = new byte[PIECE_BYTES];
        long length = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            length += count;
        }
        return length;
    }
}
