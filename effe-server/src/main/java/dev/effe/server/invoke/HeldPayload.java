package dev.effe.server.invoke;

import dev.effe.server.invoke.PayloadResponse.PayloadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;

/** A payload that is kept until it is whole. Of one that is too long only the length matters. Worker-confined. */
final class HeldPayload extends PayloadStream {

    private final PayloadResponse response;
    private final int limitBytes;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private long length;
    private boolean closed;

    HeldPayload(PayloadResponse response, int limitBytes) {
        this.response = response;
        this.limitBytes = limitBytes;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        response.checkOpen();
        if (closed) {
            throw new IOException("The stream is closed");
        }
        length += count;
        if (length <= limitBytes) {
            held.write(bytes, offset, count);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    long length() {
        return length;
    }

    @Override
    byte[] bytes() {
        return held.toByteArray();
    }
}
