package dev.effe.server.invoke;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A response whose payload is sent as it is written. */
final class StreamedResponse extends PayloadResponse {

    /** AWS's 200 MB. */
    private static final int LARGEST_PAYLOAD = 200 * 1024 * 1024;

    private final EventStreamAnswer answer;

    StreamedResponse(EventStreamAnswer answer) {
        super(LARGEST_PAYLOAD);
        this.answer = answer;
    }

    /** Sent from the function's own thread, which may wait for the client. */
    @Override
    protected void give(byte[] whole, String contentType) {
        try (PayloadStream stream = open()) {
            stream.write(whole, 0, whole.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    boolean isCut() {
        return isTooLarge();
    }

    @Override
    PayloadStream newStream(int limitBytes) {
        return new StreamedPayload(this, answer, limitBytes);
    }
}
