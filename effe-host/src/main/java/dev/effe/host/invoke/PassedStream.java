package dev.effe.host.invoke;

import dev.effe.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streamed answer between the event loop on which it comes and the worker that writes it, which may wait for the client.
 * The instance waits with it. Thread-safe.
 */
final class PassedStream {

    private static final Logger log = LoggerFactory.getLogger(PassedStream.class);
    /** From here on the instance waits. */
    private static final int FULL_BYTES = 256 * 1024;

    private static final int LOW_BYTES = 64 * 1024;

    private final Response response;
    private final Source source;

    // Guarded by this.
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private int heldBytes;
    private boolean paused;
    private boolean ended;
    private boolean whole;
    private boolean failed;

    /** The end of a function that has failed is in the frames; null if there are none. */
    private final @Nullable FrameWatch frames;

    /** Where the parts come from. */
    interface Source {

        /** Nobody wants them any more. */
        void cancel();

        /** Too many have come. Returns false if that cannot be told yet. */
        boolean pause();

        /** More may come. */
        void resume();
    }

    /**
     * Makes it.
     *
     * @param response with its status and headers
     * @param framed true if the answer comes in frames
     */
    PassedStream(Response response, Source source, boolean framed) {
        this.response = response;
        this.source = source;
        this.frames = framed ? new FrameWatch() : null;
    }

    /** A part has come. */
    synchronized void part(byte[] bytes) {
        parts.add(bytes);
        if (frames != null) {
            frames.part(bytes);
        }
        heldBytes += bytes.length;
        if (heldBytes >= FULL_BYTES && !paused) {
            paused = source.pause();
        }
        notifyAll();
    }

    /** Nothing more comes. */
    synchronized void end(boolean isWhole) {
        ended = true;
        whole = isWhole;
        failed = !isWhole || (frames != null && frames.hasFailed());
        notifyAll();
    }

    /** True if the function has failed, or its instance has ended; false if the client has gone before that was known. */
    synchronized boolean hasFailed() {
        return failed;
    }

    /** Writes all parts to the client, as they come. Returns whether that is the whole answer. Blocks. */
    boolean pass() {
        try (OutputStream out = response.stream()) {
            for (byte[] part = next(); part != null; part = next()) {
                out.write(part);
                out.flush();
            }
        } catch (IOException e) {
            log.debug("The client of a stream has gone", e);
            source.cancel();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            source.cancel();
            return false;
        }
        synchronized (this) {
            return whole;
        }
    }

    /** Waits for the next part; null if there is none any more. */
    private synchronized byte @Nullable [] next() throws InterruptedException {
        while (parts.isEmpty() && !ended) {
            wait();
        }
        byte[] part = parts.poll();
        if (part != null) {
            heldBytes -= part.length;
            if (paused && heldBytes < LOW_BYTES) {
                paused = false;
                source.resume();
            }
        }
        return part;
    }
}
