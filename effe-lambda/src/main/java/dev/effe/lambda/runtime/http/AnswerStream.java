package dev.effe.lambda.runtime.http;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonNode;
import dev.effe.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a handler writes. It is held back until the end, where the {@link EventShape} makes an answer of it; but if
 * it begins with an object and 8 NULs, the prelude of AWS's streamed answers, then the object is the head, and what
 * follows is the body and is sent as it comes. No JSON has a NUL in it, so one cannot be taken for the other. A URL that
 * streams sends all that is no object as it comes.
 *
 * <p>Used by one thread at a time.
 */
public final class AnswerStream extends OutputStream {

    private static final int NULS = 8;

    /** AWS's 6 MB and a little, for all that a handler writes. */
    static final int LARGEST = 6_291_556;

    /** AWS's 200 MB, for the body of a streamed answer. */
    static final int LARGEST_STREAMED = 200 * 1024 * 1024;

    private final EventShape shape;
    private final Response response;
    private final HeldBytes held = new HeldBytes();

    /** The number of NULs at the end of the held bytes; -1 once they can be no prelude any more. */
    private int nuls;

    /** True if more was written than is held. */
    private boolean tooLarge;

    private @Nullable OutputStream body;
    private int streamed;

    /**
     * Makes it.
     *
     * @param response what the answer goes to; nothing is given to it before there is a prelude or an end
     */
    public AnswerStream(EventShape shape, HttpCall call, Response response) {
        this.shape = shape.of(call);
        this.response = response;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int end = from + length;
        int i = from;
        if (body == null && held.size() == 0 && length > 0 && shape.passesOn(bytes[from])) {
            beginPlain();
        }
        while (i < end && body == null && nuls >= 0) {
            if (nuls == 0) {
                int nul = indexOfNul(bytes, i, end);
                keep(bytes, i, nul - i);
                i = nul;
            }
            if (i < end) {
                hold(bytes[i++]);
            }
        }
        if (body == null) {
            keep(bytes, i, end - i);
        } else {
            pass(body, bytes, i, end - i);
        }
    }

    /** Holds a part back. The handler may write more than can be answered, as on AWS, but not fill the memory with it. */
    private void keep(byte[] bytes, int from, int length) {
        if (tooLarge || length > LARGEST - held.size()) {
            tooLarge = true;
            nuls = -1;
        } else {
            held.write(bytes, from, length);
        }
    }

    private void pass(OutputStream to, byte[] bytes, int from, int length) throws IOException {
        if (length > LARGEST_STREAMED - streamed) {
            throw new IOException("A streamed response must not be longer than " + LARGEST_STREAMED + " bytes");
        }
        streamed += length;
        to.write(bytes, from, length);
    }

    private static int indexOfNul(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != 0) {
            i++;
        }
        return i;
    }

    private void hold(byte b) throws IOException {
        if (b != 0 && nuls > 0) {
            nuls = -1;
        } else if (b == 0) {
            nuls++;
        }
        keep(new byte[] {b}, 0, 1);
        if (nuls == NULS) {
            begin(held.bytes());
        }
    }

    private void begin(byte[] prelude) throws IOException {
        JsonNode head = ProxyResponse.parse(Arrays.copyOf(prelude, prelude.length - NULS));
        if (head == null || !head.isObject()) {
            nuls = -1; // Some binary answer.
            return;
        }
        ProxyResponse answer = new ProxyResponse(head);
        int status = head.hasNonNull("statusCode") ? answer.status() : 200;
        new HttpAnswer(status, answer.headers(StreamedUrlShape.BYTES), new byte[0]).headInto(response);
        body = response.stream();
    }

    private void beginPlain() {
        body = response.header("Content-Type", StreamedUrlShape.BYTES).stream();
    }

    @Override
    public void flush() throws IOException {
        if (body != null) {
            body.flush();
        }
    }

    /** Does what flush does: the end is where the handler returns, since only then it is known to be one. */
    @Override
    public void close() throws IOException {
        flush();
    }

    /**
     * Gives the answer, now that the handler has returned.
     *
     * @throws IOException if it is too large
     * @throws MalformedAnswerException if it is none
     */
    public void finish() throws IOException {
        if (tooLarge) {
            throw new IOException(
                    "Response payload size exceeded maximum allowed payload size (" + LARGEST + " bytes).");
        }
        if (body == null) {
            shape.answer(held.bytes()).into(response);
        }
    }

    /** Gives the answer of a handler that failed, unless one is on its way, which then must not look complete. */
    public void fail() {
        if (body == null) {
            shape.failure().into(response);
        }
    }
}
