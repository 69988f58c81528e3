package dev.effe.server.http.h1;

import dev.effe.server.http.message.CharClass;
import dev.effe.server.http.message.ConnectionRules;
import dev.effe.server.http.message.FramingRules;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the answers of a server, one after the other, as strictly as requests are decoded: a server that is not trusted
 * is not to have its answers taken for another call's. The result depends on the bytes alone, not on how they were cut
 * into packets. Confined to its connection's event loop.
 */
public final class AnswerDecoder {

    /** The longest status line, without its CRLF. */
    private static final int MAX_STATUS_LINE_BYTES = 1024;

    private static final int MAX_FIELDS = 1000;

    /** The answers 1xx that may come before the one that counts. */
    private static final int MAX_INTERIM = 8;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.', '1', ' '};
    private static final int STATUS_DIGITS = 3;

    private final LineBuffer lines = new LineBuffer();
    private final Http1Limits limits;
    private final FieldSection section;

    private boolean toHead;
    private int interim;
    /** 0 until its status line has come. */
    private int status;
    /** Null until its head has come. */
    private @Nullable AnswerBody body;

    private boolean keepAlive;

    /** @param maxHeadBytes all header lines with the CRLF of each; the trailers have the same for themselves */
    public AnswerDecoder(int maxHeadBytes) {
        limits = new Http1Limits(MAX_STATUS_LINE_BYTES, maxHeadBytes, MAX_FIELDS, 0);
        section = new FieldSection(limits, lines);
    }

    /** Gets what a decoder makes of an answer. */
    public interface Sink {

        /** The head has come, of an answer that is no 1xx. */
        void head(int status, HeaderFields fields);

        /** Some bytes of the body have come, at least one. */
        void part(byte[] bytes);
    }

    /**
     * A request has been sent, whose answer comes next.
     *
     * @param head true for a HEAD, whose answer has no body whatever its head says
     */
    public void begin(boolean head) {
        toHead = head;
        interim = 0;
        status = 0;
        body = null;
        keepAlive = false;
    }

    /**
     * Takes bytes up to the answer's end.
     *
     * @return true if the answer is complete; false, and it has taken all bytes, if its end is not among them
     * @throws RefusedException if it is malformed; it is not to be called again then
     */
    public boolean decode(ByteBuf in, Sink sink) throws RefusedException {
        while (body == null) {
            if (!in.isReadable() || !readHead(in)) {
                return false;
            }
            takeHead(sink);
        }
        return body.read(in, sink);
    }

    /**
     * The server has ended its side.
     *
     * @return true if this is the answer's end
     */
    public boolean inputEnded() {
        return body != null && body.endsWithInput();
    }

    /** True if another request may be sent on the connection. To be asked once an answer is complete. */
    public boolean keepsAlive() {
        return keepAlive;
    }

    private boolean readHead(ByteBuf in) throws RefusedException {
        while (in.isReadable()) {
            lines.fill(in);
            if (readStatusLine() && section.read()) {
                lines.giveBack(in);
                return true;
            }
        }
        return false;
    }

    private boolean readStatusLine() throws RefusedException {
        if (status != 0) {
            return true;
        }
        if (!lines.nextLine(MAX_STATUS_LINE_BYTES, Refusal.BAD_REQUEST_LINE, Refusal.BAD_REQUEST_LINE)) {
            return false;
        }
        status = status(lines.bytes(), lines.lineStart(), lines.lineEnd());
        return true;
    }

    /** Reads "HTTP/1.1 200 OK": the reason may be empty, the space before it may not (RFC 9112, 4). */
    private static int status(byte[] line, int from, int to) throws RefusedException {
        int digits = from + VERSION.length;
        int reason = digits + STATUS_DIGITS + 1;
        require(to >= reason && line[reason - 1] == ' ');
        for (int i = 0; i < VERSION.length; i++) {
            require(line[from + i] == VERSION[i]);
        }
        int status = 0;
        for (int i = digits; i < digits + STATUS_DIGITS; i++) {
            require(line[i] >= '0' && line[i] <= '9');
            status = 10 * status + line[i] - '0';
        }
        require(status >= 100 && status < 600);
        require(CharClass.skip(CharClass.FIELD_VALUE, line, reason, to) == to);
        return status;
    }

    private void takeHead(Sink sink) throws RefusedException {
        HeaderFields fields = section.take();
        if (status < FIRST_FINAL) {
            require(status != SWITCHING_PROTOCOLS && ++interim <= MAX_INTERIM);
            status = 0;
            return;
        }
        body = bodyOf(fields);
        keepAlive = ConnectionRules.keepAlive(fields, 1) && !body.endsWithInput();
        sink.head(status, fields);
    }

    /** Returns what says where the body ends (RFC 9112, 6.3). */
    private AnswerBody bodyOf(HeaderFields fields) throws RefusedException {
        boolean chunked = FramingRules.isChunked(fields, 1);
        boolean hasLength = fields.first("Content-Length") != null;
        long length = FramingRules.contentLength(fields);
        if (toHead || status == NOT_MODIFIED) {
            return AnswerBody.ofLength(0);
        }
        if (status == NO_CONTENT) {
            require(!chunked && length == 0);
            return AnswerBody.ofLength(0);
        }
        if (chunked) {
            return AnswerBody.chunked(limits, lines);
        }
        if (!hasLength) {
            require(!ConnectionRules.keepAlive(fields, 1));
            return AnswerBody.untilInputEnds();
        }
        return AnswerBody.ofLength(length);
    }

    private static void require(boolean valid) throws RefusedException {
        if (!valid) {
            throw Refusal.BAD_FRAMING.exception();
        }
    }
}
