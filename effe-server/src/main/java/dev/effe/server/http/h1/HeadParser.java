package dev.effe.server.http.h1;

import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestLine;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads request heads, line by line as they arrive. Confined to its connection's event loop. */
final class HeadParser {

    private static final byte[] HEAD = {'H', 'E', 'A', 'D', ' '};

    private final Http1Limits limits;
    private final LineBuffer lines;
    private final FieldSection section;

    private boolean emptyLineSkipped;
    private boolean headRequest;
    private @Nullable RequestLine requestLine;

    HeadParser(Http1Limits limits, LineBuffer lines) {
        this.limits = limits;
        this.lines = lines;
        this.section = new FieldSection(limits, lines);
    }

    /** Takes bytes up to the head's end. Returns null, and has taken all bytes, if the end is not among them. */
    @Nullable RequestHead parse(ByteBuf in) throws RefusedException {
        while (in.isReadable()) {
            lines.fill(in);
            if (readRequestLine() && section.read()) {
                lines.giveBack(in);
                return takeHead();
            }
        }
        return null;
    }

    /** True if the first byte of a request has arrived. An empty line before it does not count. */
    boolean isStarted() {
        return requestLine != null || lines.unreadStart() < lines.unreadEnd();
    }

    /** The memory that the head takes that is being read, about; 0 between two heads. */
    int heldBytes() {
        return isStarted() ? lines.heldBytes() + section.bytes() : 0;
    }

    /** True if the request that is being read is known to be a HEAD, though its line may be malformed. */
    boolean isHead() {
        return headRequest;
    }

    private boolean readRequestLine() throws RefusedException {
        if (requestLine != null) {
            return true;
        }
        checkFirstBytes();
        if (!lines.nextLine(limits.maxRequestLineBytes(), Refusal.URI_TOO_LONG, Refusal.BAD_REQUEST_LINE)) {
            return false;
        }
        if (lines.lineIsEmpty() && !emptyLineSkipped) {
            // Old clients send a CRLF too many after a body (RFC 9112, 2.2).
            emptyLineSkipped = true;
            return readRequestLine();
        }
        requestLine = RequestLine.parse(lines.bytes(), lines.lineStart(), lines.lineEnd(), limits);
        return true;
    }

    /** Refuses what can never become a request line, such as TLS, without waiting for a line end that may not come. */
    private void checkFirstBytes() throws RefusedException {
        byte[] bytes = lines.bytes();
        int from = lines.unreadStart();
        int to = lines.unreadEnd();
        if (emptyLineSkipped || from == to || bytes[from] != '\r') {
            RequestLine.methodEnd(bytes, from, to);
            headRequest =
                    to - from >= HEAD.length && Arrays.equals(bytes, from, from + HEAD.length, HEAD, 0, HEAD.length);
        } else if (to - from > 1 && bytes[from + 1] != '\n') {
            throw Refusal.BAD_REQUEST_LINE.exception();
        }
    }

    private RequestHead takeHead() throws RefusedException {
        RequestLine line = requestLine;
        if (line == null) {
            throw new IllegalStateException("no request line");
        }
        RequestHead head = RequestHead.of(line, section.take(), limits);
        requestLine = null;
        headRequest = false;
        emptyLineSkipped = false;
        return head;
    }
}
