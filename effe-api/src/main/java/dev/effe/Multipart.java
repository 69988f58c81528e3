package dev.effe;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a body of multipart/form-data (RFC 7578; RFC 2046, 5.1.1). Strictly: a form that two programs read in two ways
 * passes the checks of one and means something else to the other. Takes time in proportion to the body, whatever is in
 * it. Used once.
 */
final class Multipart {

    static final int MOST_HEAD_BYTES = 8 * 1024;
    private static final int LONGEST_BOUNDARY = 70;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final byte[] body;
    /** With the line break before it, which belongs to it and not to the content. */
    private final byte[] delimiter;

    private final Charset charset;
    private final List<Part> parts = new ArrayList<>();
    private int at;

    private Multipart(byte[] body, String boundary, Charset charset) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.charset = charset;
    }

    /** @throws IllegalArgumentException if it is malformed; the message says what, behind "The form" */
    static List<Part> parse(byte[] body, String boundary, Charset charset) {
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new IllegalArgumentException("has no boundary of 1 to 70 characters in its Content-Type");
        }
        Multipart multipart = new Multipart(body, boundary, charset);
        multipart.readParts();
        return multipart.parts;
    }

    private void readParts() {
        at = startsWith(0, delimiter, 2) ? delimiter.length - 2 : next(0) + delimiter.length;
        while (!isLast()) {
            if (parts.size() == FormReader.MOST_PARTS) {
                throw FormReader.tooMany();
            }
            readPart();
        }
    }

    /** Reads the rest of a delimiter's line. Returns whether it is the last one. */
    private boolean isLast() {
        boolean last = at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
        int end = last ? at + 2 : at;
        while (end < body.length && (body[end] == ' ' || body[end] == '\t')) {
            end++; // Blanks that a transport may add (RFC 2046, 5.1.1).
        }
        if (!(last && end == body.length) && !startsWith(end, delimiter, 0, 2)) {
            throw new IllegalArgumentException("has something behind a boundary, or ends there");
        }
        at = end + 2;
        return last;
    }

    private void readPart() {
        int headEnd = indexOf(END_OF_HEAD, at, Math.min(body.length, at + MOST_HEAD_BYTES));
        if (headEnd < 0) {
            throw new IllegalArgumentException("has a part without an empty line in its first 8 KiB");
        }
        PartHead head = PartHead.parse(new String(body, at, headEnd - at, StandardCharsets.UTF_8));
        int end = next(headEnd + 2); // Without content the empty line is the one before the delimiter.
        int from = headEnd + END_OF_HEAD.length;
        parts.add(new Part(head, charset, body, from, Math.max(from, end)));
        at = end + delimiter.length;
    }

    /** Where the next delimiter is. */
    private int next(int from) {
        int found = indexOf(delimiter, from, body.length);
        if (found < 0) {
            throw new IllegalArgumentException("ends without its boundary");
        }
        return found;
    }

    /** The pattern begins with CR and has it at most once more, so that no byte is looked at more than twice. */
    private int indexOf(byte[] wanted, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (body[i] == wanted[0] && startsWith(i, wanted, 0)) {
                return i;
            }
        }
        return -1;
    }

    private boolean startsWith(int index, byte[] wanted, int wantedFrom) {
        return startsWith(index, wanted, wantedFrom, wanted.length);
    }

    private boolean startsWith(int index, byte[] wanted, int wantedFrom, int wantedTo) {
        int end = index + wantedTo - wantedFrom;
        return end <= body.length && Arrays.equals(body, index, end, wanted, wantedFrom, wantedTo);
    }
}
