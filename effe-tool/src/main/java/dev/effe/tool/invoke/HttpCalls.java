package dev.effe.tool.invoke;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Calls by HTTP. Not thread-safe. */
final class HttpCalls implements OneCall {

    private static final int PIECE_BYTES = 16 * 1024;
    private static final int FIRST_FAILURE = 400;
    private static final String FUNCTION_ERROR = "X-Amz-Function-Error";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private final String method;
    private final List<String> headers;
    private final boolean include;
    private final PrintStream out;

    /**
     * None yet.
     *
     * @param headers each as {@code name: value}
     * @param include whether status and headers are printed too
     */
    HttpCalls(URI uri, String method, List<String> headers, boolean include, PrintStream out) {
        this.uri = uri;
        this.method = method;
        this.headers = headers;
        this.include = include;
        this.out = out;
    }

    /** It fails by a status from 400 on, or a function error of AWS's. */
    @Override
    public boolean send(byte[] data) throws IOException {
        try {
            return print(client.send(request(data), BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        } catch (ConnectException e) {
            throw new ToolException(uri + " cannot be called: nothing listens there");
        } catch (IOException e) {
            throw new ToolException(uri + " cannot be called: " + e);
        }
    }

    private HttpRequest request(byte[] data) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(method, data.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(data));
            if (data.length > 0) {
                request.setHeader("Content-Type", isJson(data) ? "application/json" : "text/plain; charset=utf-8");
            }
            for (String header : headers) {
                int colon = Math.max(0, header.indexOf(':'));
                request.setHeader(
                        header.substring(0, colon).strip(),
                        header.substring(colon).replaceFirst(":", "").strip());
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + " (effe invoke --help)", e);
        }
    }

    private static boolean isJson(byte[] data) {
        for (byte b : data) {
            if (b > ' ') {
                return "{[\"-0123456789".indexOf(b) >= 0;
            }
        }
        return false;
    }

    private boolean print(HttpResponse<InputStream> answer) throws IOException {
        if (include) {
            out.println("HTTP/1.1 " + answer.statusCode());
            answer.headers().map().forEach((name, values) -> values.forEach(value -> out.println(name + ": " + value)));
            out.println();
        }
        printBody(answer.body());
        return answer.statusCode() < FIRST_FAILURE
                && answer.headers().firstValue(FUNCTION_ERROR).isEmpty();
    }

    /** In pieces, however long it is. Text is given the end of a line; what is binary, so has a zero byte, stays as it is. */
    private void printBody(InputStream body) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        byte last = '\n';
        boolean binary = false;
        try (body) {
            for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
                out.write(piece, 0, length);
                for (int i = 0; i < length; i++) {
                    binary |= piece[i] == 0;
                }
                last = length == 0 ? last : piece[length - 1];
            }
        }
        if (last != '\n' && !binary) {
            out.println();
        }
        out.flush();
    }
}
