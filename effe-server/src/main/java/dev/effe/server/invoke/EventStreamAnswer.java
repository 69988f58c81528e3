package dev.effe.server.invoke;

import dev.effe.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
                write(StreamFrames.chunk(payload));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the answer, unless a chunk is being written now, which may take long.
     *
     * @param completion the last frame
     * @return whether it is ended
     */
    boolean tryEnd(byte[] lastChunk, byte[] completion) throws IOException {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            ended = true;
            if (lastChunk.length > 0) {
                write(StreamFrames.chunk(lastChunk));
            }
            write(completion);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] frame) throws IOException {
        if (out == null) {
            response.header("Content-Type", StreamFrames.CONTENT_TYPE)
                    .header("X-Amz-Executed-Version", FunctionIdentity.VERSION);
            out = response.stream();
        }
        out.write(frame);
        if (!ended) {
            out.flush(); // The end goes out by itself, without waiting.
        }
    }
}
