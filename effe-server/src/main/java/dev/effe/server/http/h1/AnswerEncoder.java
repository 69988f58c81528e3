package dev.effe.server.http.h1;

import dev.effe.server.http.message.HttpDate;
import dev.effe.server.http.message.ResponseHeaders;
import dev.effe.server.http.message.StatusText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Heads of answers and small bodies behind them, as bytes. In an array until they are sent: single bytes and short texts
 * go there faster than into a buffer outside the heap. Holds nothing when it is empty. Confined to its maker.
 */
final class AnswerEncoder {

    private static final int LEAST_BYTES = 256;
    private static final int MOST_FIRST_BYTES = 4096;
    private static final int LOWEST_STATUS = 200;
    private static final byte[] NOTHING = {};
    private static final byte[][] STATUS_LINES = new byte[400][];
    private static final byte[] DATE = "Date: ".getBytes(StandardCharsets.US_ASCII);

    static {
        for (int i = 0; i < STATUS_LINES.length; i++) {
            int status = LOWEST_STATUS + i;
            String line = "HTTP/1.1 " + status + " " + StatusText.of(status) + "\r\n";
            STATUS_LINES[i] = line.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private byte[] bytes = NOTHING;
    private int length;
    /** As much as was taken last: what is pipelined once is pipelined again. */
    private int expected = LEAST_BYTES;

    /** Begins a head with the line that says the status. */
    void begin(int status) {
        add(STATUS_LINES[status - LOWEST_STATUS]);
    }

    /** Adds what the function gave, but for what the server says itself. */
    void fields(ResponseHeaders headers, String defaultContentType) {
        boolean typed = defaultContentType.isEmpty();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            typed |= name.equalsIgnoreCase("Content-Type");
            if (!ResponseHeaders.isReplaced(name)) {
                field(name, headers.value(i));
            }
        }
        if (!typed) {
            field("Content-Type", defaultContentType);
        }
    }

    /** Adds the date and the request's id. */
    void serverFields(ResponseHeaders headers, String requestId) {
        if (headers.first("Date") == null) {
            add(DATE);
            add(HttpDate.now());
            endLine();
        }
        field("X-Request-Id", requestId);
    }

    /** Adds a field of ISO-8859-1 text. */
    void field(String name, String value) {
        add(name);
        room(2);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        add(value);
        endLine();
    }

    void length(long contentLength) {
        field("Content-Length", Long.toString(contentLength));
    }

    /** Ends the head. */
    void end() {
        endLine();
    }

    int size() {
        return length;
    }

    /** Adds a body, or what else is bytes already. */
    void add(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    /** Returns what there is as a buffer, and is empty then. */
    ByteBuf take(ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer(length).writeBytes(bytes, 0, length);
        expected = Math.max(LEAST_BYTES, Math.min(length, MOST_FIRST_BYTES));
        drop();
        return out;
    }

    void drop() {
        bytes = NOTHING;
        length = 0;
    }

    @SuppressWarnings("deprecation") // It drops the high byte of each character, and there is none.
    private void add(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    private void endLine() {
        room(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(expected, 2 * bytes.length), length + more));
        }
    }
}
