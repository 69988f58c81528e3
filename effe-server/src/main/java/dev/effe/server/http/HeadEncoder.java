package dev.effe.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Writes the lines of a response head. Stateless. */
final class HeadEncoder {

    /** CR and LF as one short. */
    static final int CRLF = '\r' << 8 | '\n';

    private static final int COLON_SPACE = ':' << 8 | ' ';
    private static final int LOWEST_STATUS = 200;
    private static final byte[][] STATUS_LINES = new byte[400][];

    static {
        for (int i = 0; i < STATUS_LINES.length; i++) {
            int status = LOWEST_STATUS + i;
            String line = "HTTP/1.1 " + status + " " + StatusText.of(status) + "\r\n";
            STATUS_LINES[i] = line.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private HeadEncoder() {}

    static void statusLine(ByteBuf out, int status) {
        out.writeBytes(STATUS_LINES[status - LOWEST_STATUS]);
    }

    /** Writes what the function gave, but for what the server says itself. */
    static void fields(ByteBuf out, ResponseHeaders headers, String defaultContentType) {
        boolean typed = defaultContentType.isEmpty();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            typed |= name.equalsIgnoreCase("Content-Type");
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("X-Request-Id")) {
                field(out, name, headers.value(i));
            }
        }
        if (!typed) {
            field(out, "Content-Type", defaultContentType);
        }
    }

    /** Writes the date and the request's id. */
    static void serverFields(ByteBuf out, ResponseHeaders headers, String requestId) {
        if (headers.first("Date") == null) {
            ascii(out, "Date: ");
            out.writeBytes(HttpDate.now()).writeShort(CRLF);
        }
        field(out, "X-Request-Id", requestId);
    }

    static void field(ByteBuf out, String name, String value) {
        ascii(out, name);
        out.writeShort(COLON_SPACE);
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        out.writeShort(CRLF);
    }

    static void length(ByteBuf out, long length) {
        field(out, "Content-Length", Long.toString(length));
    }

    static void end(ByteBuf out) {
        out.writeShort(CRLF);
    }

    static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }
}
