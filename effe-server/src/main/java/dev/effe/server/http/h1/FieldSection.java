package dev.effe.server.http.h1;

import dev.effe.server.http.message.CharClass;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.NameTable;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import java.nio.charset.StandardCharsets;

/** Reads field lines up to the empty line that ends them: a header section, or the trailers of a chunked body. */
final class FieldSection {
    private static final int CRLF = 2;

    private final Http1Limits limits;
    private final LineBuffer lines;
    private HeaderFields fields = new HeaderFields();
    private int usedBytes;

    FieldSection(Http1Limits limits, LineBuffer lines) {
        this.limits = limits;
        this.lines = lines;
    }

    /** Reads the lines that have arrived; false if the empty line is not among them yet. */
    boolean read() throws RefusedException {
        while (lines.nextLine(maxLineBytes(), Refusal.HEADERS_TOO_LARGE, Refusal.BAD_HEADER)) {
            if (lines.lineIsEmpty()) {
                return true;
            }
            usedBytes += lines.lineEnd() - lines.lineStart() + CRLF;
            if (fields.size() == limits.maxHeaders()) {
                throw Refusal.HEADERS_TOO_LARGE.exception();
            }
            addField(lines.bytes(), lines.lineStart(), lines.lineEnd());
        }
        return false;
    }

    /** The fields that were read; the section starts afresh. */
    HeaderFields take() {
        HeaderFields read = fields;
        fields = new HeaderFields();
        usedBytes = 0;
        return read;
    }

    /** The memory that the fields take which were read, about. */
    int bytes() {
        return fields.bytes();
    }

    private int maxLineBytes() {
        // The empty line at the end always has its place.
        return Math.max(0, limits.maxHeaderBytes() - usedBytes - CRLF);
    }

    private void addField(byte[] line, int from, int to) throws RefusedException {
        int nameEnd = CharClass.skip(CharClass.TOKEN, line, from, to);
        // Refuses an empty name, a space before the colon, and a folded line, which starts with a space or a tab.
        if (nameEnd == from || nameEnd == to || line[nameEnd] != ':') {
            throw Refusal.BAD_HEADER.exception();
        }
        int start = nameEnd + 1;
        if (CharClass.skip(CharClass.FIELD_VALUE, line, start, to) != to) {
            throw Refusal.BAD_HEADER.exception();
        }
        while (start < to && isBlank(line[start])) {
            start++;
        }
        int end = to;
        while (end > start && isBlank(line[end - 1])) {
            end--;
        }
        fields.add(
                NameTable.FIELDS.get(line, from, nameEnd),
                new String(line, start, end - start, StandardCharsets.ISO_8859_1));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
