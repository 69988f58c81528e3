package dev.effe.server.invoke;

import dev.effe.server.invoke.PayloadResponse.PayloadStream;
import java.io.ByteArrayOutputStream;

/** A payload that is kept until it is whole. Only the length matters of one that is too long. Worker-confined. */
final class HeldPayload extends PayloadStream {

    private final int limitBytes;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    HeldPayload(PayloadResponse response, int limitBytes) {
        super(response);
        this.limitBytes = limitBytes;
    }

    @Override
    void take(byte[] bytes, int offset, int count) {
        if (length() <= limitBytes) {
            held.write(bytes, offset, count);
        }
    }

    @Override
    byte[] bytes() {
        return held.toByteArray();
    }
}
