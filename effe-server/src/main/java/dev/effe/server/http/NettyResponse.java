package dev.effe.server.http;

import dev.effe.Response;
import dev.effe.server.json.Json;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the function writes it. Worker-confined until it is sealed; then the event loop reads what was given.
 */
final class NettyResponse implements Response {

    private static final String NO_CONTENT_TYPE = "";

    private final BodySink sink;
    private final ResponseHeaders headers = new ResponseHeaders();
    private int status = 200;
    private String contentType = NO_CONTENT_TYPE;
    private byte @Nullable [] body;
    private @Nullable ResponseStream stream;

    /** Written by whoever ends the call, read by a function that may be late. */
    private volatile boolean sealed;

    NettyResponse(BodySink sink) {
        this.sink = sink;
    }

    /** From here on the function can change nothing. */
    void seal() {
        sealed = true;
    }

    void checkOpen() {
        if (sealed) {
            throw new IllegalStateException("This call is over: run has returned or its deadline has passed");
        }
    }

    private void checkUnanswered() {
        checkOpen();
        if (body != null || stream != null) {
            throw new IllegalStateException("This call is answered already");
        }
    }

    /**
     * Whether the function gave a whole answer, so that what it throws after that changes nothing. Not so with a stream:
     * a try with resources closes it also on the way out of a failure, and a cut answer must never look complete.
     */
    boolean isAnswered() {
        return body != null;
    }

    ResponseHeaders headers() {
        return headers;
    }

    /** The Content-Type that goes with the body if the function names none; "" for none. */
    String defaultContentType() {
        return contentType;
    }

    /** The body, if none of it was sent yet. For the event loop, once sealed. */
    byte[] unsentBody() {
        if (stream != null) {
            return stream.held();
        }
        return body == null ? new byte[0] : body;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Response status(int status) {
        checkUnanswered();
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be from 200 to 599, but was " + status);
        }
        this.status = status;
        return this;
    }

    @Override
    public Response header(String name, String value) {
        checkUnanswered();
        headers.set(name, value);
        return this;
    }

    @Override
    public Response addHeader(String name, String value) {
        checkUnanswered();
        headers.add(name, value);
        return this;
    }

    @Override
    public void send(byte[] whole) {
        give(whole, "application/octet-stream");
    }

    @Override
    public void text(String whole) {
        give(whole.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    }

    @Override
    public void json(@Nullable Object value) {
        checkUnanswered();
        give(Json.write(value), "application/json");
    }

    private void give(byte[] whole, String type) {
        checkUnanswered();
        contentType = type;
        body = whole;
    }

    @Override
    public OutputStream stream() {
        checkUnanswered();
        contentType = "application/octet-stream";
        ResponseStream opened = new ResponseStream(this, sink);
        stream = opened;
        return opened;
    }
}
