package dev.effe.server.invoke;

import dev.effe.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * An answer of frames: the payload in chunks, then how it ended. The worker writes the chunks; whoever ends the call
 * writes the end. Thread-safe.
 */
final class EventStreamAnswer {

    private final Response response;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private @Nullable OutputStream out;
    private boolean ended;

    /** @param response its status and headers are set, but for the type */
    EventStreamAnswer(Response response) {
        this.response = response;
    }

    /** Sends a part of the payload. Waits while the client is slow. */
    void chunk(byte[] payload) throws IOException {
        lock.lock();
        try {
            if (!ended) {
                write("PayloadChunk", "application/octet-stream", payload);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the answer, unless a chunk is being written now, which may take long.
     *
     * @return whether it is ended
     */
    boolean tryEnd(byte[] lastChunk, byte[] completion) throws IOException {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            ended = true;
            if (lastChunk.length > 0) {
                write("PayloadChunk", "application/octet-stream", lastChunk);
            }
            write("InvokeComplete", "application/json", completion);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void write(String type, String contentType, byte[] payload) throws IOException {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString("event"));
        headers.put(":event-type", HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString(contentType));
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 128);
        new Message(headers, payload).encode(frame);
        if (out == null) {
            response.header("Content-Type", "application/vnd.amazon.eventstream")
                    .header("X-Amz-Executed-Version", FunctionIdentity.VERSION);
            out = response.stream();
        }
        out.write(frame.toByteArray());
        if (!ended) {
            out.flush(); // The end goes out by itself, without waiting.
        }
    }
}
