package dev.effe.server.http.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, written bit by bit. Holds back up to 8 KiB, so that small writes become one packet and a small
 * answer is sent whole. Worker-confined.
 */
public final class ResponseStream extends OutputStream {

    /** Held back at most, to be sent in one part. */
    public static final int HELD_BYTES = 8 * 1024;

    private final HttpResponse response;
    /** Chosen when the first part is sent: until then the headers may change. */
    private @Nullable BodySink sink;

    /** The bytes that the function may still write of its own Content-Length. */
    private long bytesLeft;

    private byte[] held = new byte[256];
    private int count;
    private boolean begun;
    private boolean closed;

    ResponseStream(HttpResponse response) {
        this.response = response;
        long declared = response.headers().contentLength();
        bytesLeft = declared < 0 ? Long.MAX_VALUE : declared;
    }

    /** The bytes that were written and not sent. */
    byte[] held() {
        return Arrays.copyOf(held, count);
    }

    int heldLength() {
        return count;
    }

    /** The bytes of the declared length that are not written. */
    long bytesLeft() {
        return bytesLeft;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        checkWritable();
        if (length > bytesLeft) {
            throw new IOException(
                    "This is more than the Content-Length " + response.headers().contentLength());
        }
        bytesLeft -= length;
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (count == HELD_BYTES) {
                push();
            }
            if (count == 0 && end - from > HELD_BYTES) {
                from = send(bytes, from, end);
            } else {
                from += hold(bytes, from, end);
            }
        }
    }

    private int hold(byte[] bytes, int from, int end) {
        int size = Math.min(end - from, HELD_BYTES - count);
        if (count + size > held.length) {
            held = Arrays.copyOf(held, Math.min(HELD_BYTES, Math.max(count + size, 2 * held.length)));
        }
        System.arraycopy(bytes, from, held, count, size);
        count += size;
        return size;
    }

    @Override
    public void flush() throws IOException {
        checkWritable();
        if (count > 0 || !begun) {
            push();
        }
        sink().flush();
    }

    /** True if a part of it is sent. */
    boolean isBegun() {
        return begun;
    }

    /** Run has returned: gives what is held to a sink that has to see the end. */
    void finish() throws IOException {
        push();
        sink().finish();
    }

    private BodySink sink() throws IOException {
        if (sink == null) {
            sink = response.streamSink();
        }
        return sink;
    }

    private void push() throws IOException {
        send(held, 0, count);
        count = 0;
    }

    /** Sends as much as there is room for. Returns where that ends. */
    private int send(byte[] bytes, int from, int end) throws IOException {
        int room = sink().awaitRoom();
        response.checkOpen(); // The deadline may have passed while this thread waited.
        begun = true;
        int to = from + Math.min(end - from, room);
        sink().part(bytes, from, to); // Which copies it only now: a thousand that wait are to hold nothing.
        return to;
    }

    private void checkWritable() throws IOException {
        response.checkOpen();
        if (closed) {
            throw new IOException("The stream is closed");
        }
    }

    /** Ends the answer. The held bytes go out with its end. */
    @Override
    public void close() {
        closed = true;
    }
}
