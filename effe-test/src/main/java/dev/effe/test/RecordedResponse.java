package dev.effe.test;

import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps what a function answers, by the rules of {@link Response}. Used by one thread at a time. */
final class RecordedResponse implements Response {

    /** What a stream holds back before it sends; see {@link Response#stream}. */
    private static final int HELD_BYTES = 8192;

    private static final Set<String> SERVERS_OWN =
            Set.of("connection", "transfer-encoding", "keep-alive", "upgrade", "trailer");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t -~\\x80-\\xFF]*");

    private final FunctionJson json;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;
    private boolean given;
    private @Nullable Stream stream;
    private boolean over;

    RecordedResponse(FunctionJson json) {
        this.json = json;
    }

    @Override
    public int status() {
        checkNotOver();
        return status;
    }

    @Override
    public Response status(int status) {
        checkOpen();
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be from 200 to 599, but was " + status);
        }
        this.status = status;
        return this;
    }

    @Override
    public Response header(String name, String value) {
        checkHeader(name, value);
        headers.remove(name);
        return addHeader(name, value);
    }

    @Override
    public Response addHeader(String name, String value) {
        checkHeader(name, value);
        headers.computeIfAbsent(name, unknown -> new ArrayList<>()).add(value);
        return this;
    }

    private void checkHeader(String name, String value) {
        checkOpen();
        if (!TOKEN.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("The header is malformed: " + name + ": " + value);
        }
        if (SERVERS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("The header is the server's own: " + name);
        }
    }

    @Override
    public void send(byte[] bytes) {
        give(bytes, "application/octet-stream");
    }

    @Override
    public void text(String text) {
        give(text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    }

    @Override
    public void json(@Nullable Object value) {
        checkOpen();
        give(json.write(value), "application/json");
    }

    private void give(byte[] bytes, String contentType) {
        checkOpen();
        headers.computeIfAbsent("Content-Type", unknown -> new ArrayList<>(List.of(contentType)));
        body.writeBytes(bytes);
        given = true;
    }

    @Override
    public OutputStream stream() {
        checkOpen();
        headers.computeIfAbsent("Content-Type", unknown -> new ArrayList<>(List.of("application/octet-stream")));
        given = true;
        stream = new Stream();
        return stream;
    }

    private void checkOpen() {
        checkNotOver();
        if (given) {
            throw new IllegalStateException("The answer is already given");
        }
    }

    private void checkNotOver() {
        if (over) {
            throw new IllegalStateException("The call is over");
        }
    }

    /** Whether a part of the answer is sent and the rest will never be. */
    boolean isCut() {
        return stream != null && stream.sent && !stream.closed;
    }

    /** Gives the answer of an exception, unless one is given. What the function set for another answer does not count. */
    void fail(StatusException failure, String requestId) {
        if (given && (stream == null || stream.closed)) {
            return;
        }
        List<String> allow = failure.status() == 405 ? headers.get("Allow") : null;
        headers.clear();
        if (allow != null) {
            headers.put("Allow", allow);
        }
        body.reset();
        given = false;
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:effe:error:status");
        problem.put("status", failure.status());
        problem.put("detail", failure.getMessage());
        problem.put("instance", requestId);
        problem.put("requestId", requestId);
        status(failure.status()).header("Content-Type", "application/problem+json");
        give(Json.write(problem), "application/problem+json");
    }

    /** Ends it: the function cannot write any more. */
    TestResponse end(String method) {
        over = true;
        boolean hasBody = !method.equals("HEAD") && status != 204 && status != 304;
        headers.replaceAll((name, values) -> List.copyOf(values));
        return new TestResponse(
                status, Collections.unmodifiableMap(headers), hasBody ? body.toByteArray() : new byte[0], json);
    }

    /** Holds back as many bytes as the server does. */
    private final class Stream extends OutputStream {
        private boolean sent;
        private boolean closed;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            checkNotOver();
            if (closed) {
                throw new IOException("The stream is closed");
            }
            body.write(bytes, from, length);
            sent |= body.size() > HELD_BYTES;
        }

        @Override
        public void flush() {
            checkNotOver();
            sent = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
