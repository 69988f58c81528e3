package dev.effe.server.invoke;

import dev.effe.Response;
import dev.effe.server.route.PendingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The function's output becomes the payload; there is neither a status nor headers around it. Worker-confined until it
 * is sealed.
 */
class PayloadResponse extends PendingResponse {

    /** The word for "nothing" in JSON. */
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static final int NO_CONTENT = 204;

    private final int mostBytes;

    private @Nullable PayloadStream stream;

    /** @param mostBytes how long the payload may be */
    PayloadResponse(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    protected final boolean hasStream() {
        return stream != null;
    }

    final int mostBytes() {
        return mostBytes;
    }

    final boolean isTooLarge() {
        return length() > mostBytes;
    }

    /** True if the function was kept from writing on, and failed for that. */
    boolean isCut() {
        return false;
    }

    final long length() {
        if (stream != null) {
            return stream.length();
        }
        byte[] whole = body();
        return whole == null ? 0 : whole.length;
    }

    /** The payload that the function gave. To be called once it is sealed. */
    final byte[] payload() {
        if (stream != null) {
            return stream.bytes();
        }
        byte[] whole = body();
        boolean nothing = status() == NO_CONTENT && (whole == null || whole.length == 0);
        return nothing ? NULL : whole == null ? new byte[0] : whole;
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

        private final PayloadResponse response;
        private long length;
        private boolean closed;

        PayloadStream(PayloadResponse response) {
            this.response = response;
        }

        final void checkOpen() {
            response.checkOpen();
        }

        /** The number of bytes that were written. */
        final long length() {
            return length;
        }

        /** The bytes that were written and not sent. */
        abstract byte[] bytes();

        /** Takes a part, whose length is counted already. */
        abstract void take(byte[] bytes, int offset, int count) throws IOException;

        @Override
        public final void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public final void write(byte[] bytes, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, bytes.length);
            checkOpen();
            if (closed) {
                throw new IOException("The stream is closed");
            }
            length += count;
            take(bytes, offset, count);
        }

        @Override
        public final void close() {
            closed = true;
        }
    }
}
