package dev.effe.server.invoke;

import dev.effe.server.invoke.PayloadResponse.PayloadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A payload that is sent as it is written. Holds back a little, so that small writes become one chunk. Worker-confined. */
final class StreamedPayload extends PayloadStream {

    private static final int HELD_BYTES = 4 * 1024;
    private static final int LARGEST_CHUNK = 64 * 1024;

    private final EventStreamAnswer answer;
    private final int limitBytes;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    StreamedPayload(PayloadResponse response, EventStreamAnswer answer, int limitBytes) {
        super(response);
        this.answer = answer;
        this.limitBytes = limitBytes;
    }

    @Override
    void take(byte[] bytes, int offset, int count) throws IOException {
        if (length() > limitBytes) {
            throw new IOException("The payload is longer than " + limitBytes + " bytes");
        }
        int from = offset;
        int end = offset + count;
        while (from < end) {
            int size = Math.min(end - from, LARGEST_CHUNK - held.size());
            held.write(bytes, from, size);
            from += size;
            if (held.size() >= HELD_BYTES) {
                push();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        checkOpen();
        if (held.size() > 0) {
            push();
        }
    }

    private void push() throws IOException {
        answer.chunk(held.toByteArray());
        held.reset();
        checkOpen(); // The deadline may have passed while this thread waited.
    }

    @Override
    byte[] bytes() {
        return held.toByteArray();
    }
}
