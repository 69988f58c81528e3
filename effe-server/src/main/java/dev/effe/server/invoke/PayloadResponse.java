package dev.effe.server.invoke;

import dev.effe.Response;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the function writes becomes the payload; there is neither a status nor headers around it. Worker-confined until
 * it is sealed.
 */
class PayloadResponse implements Response {

    /** What stands for "nothing" in JSON. */
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static final int NO_CONTENT = 204;

    private final int mostBytes;

    private int status = 200;
    private byte @Nullable [] body;
    private @Nullable PayloadStream stream;

    /** Written by whoever ends the call, read by a function that may be late. */
    private volatile boolean sealed;

    /** @param mostBytes how long the payload may be */
    PayloadResponse(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    final void seal() {
        sealed = true;
    }

    final void checkOpen() {
        if (sealed) {
            throw new IllegalStateException("This call is over: run has returned or its deadline has passed");
        }
    }

    private void checkUnanswered() {
        checkOpen();
        if (isAnswered() || stream != null) {
            throw new IllegalStateException("This call is answered already");
        }
    }

    /** Whether the function gave a whole answer, so that what it throws after that changes nothing. */
    final boolean isAnswered() {
        return body != null;
    }

    final int mostBytes() {
        return mostBytes;
    }

    final boolean isTooLarge() {
        return length() > mostBytes;
    }

    private long length() {
        if (stream != null) {
            return stream.length();
        }
        return body == null ? 0 : body.length;
    }

    /** What the function gave. To be called once it is sealed. */
    final byte[] payload() {
        if (stream != null) {
            return stream.bytes();
        }
        boolean nothing = status == NO_CONTENT && (body == null || body.length == 0);
        return nothing ? NULL : body == null ? new byte[0] : body;
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

    /** Leads nowhere: a payload has no headers. */
    @Override
    public Response header(String name, String value) {
        checkUnanswered();
        return this;
    }

    @Override
    public Response addHeader(String name, String value) {
        return header(name, value);
    }

    @Override
    public void send(byte[] whole) {
        checkUnanswered();
        body = whole;
    }

    @Override
    public void text(String whole) {
        send(whole.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void json(@Nullable Object value) {
        checkUnanswered();
        send(Json.write(value));
    }

    @Override
    public OutputStream stream() {
        return open();
    }

    final PayloadStream open() {
        checkUnanswered();
        PayloadStream opened = newStream(mostBytes);
        stream = opened;
        return opened;
    }

    PayloadStream newStream(int limitBytes) {
        return new HeldPayload(this, limitBytes);
    }

    /** A payload that is written bit by bit. */
    abstract static class PayloadStream extends OutputStream {

        /** How much was written. */
        abstract long length();

        /** What was written and not sent. */
        abstract byte[] bytes();

        @Override
        public abstract void close() throws IOException;

        @Override
        public final void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }
    }
}
