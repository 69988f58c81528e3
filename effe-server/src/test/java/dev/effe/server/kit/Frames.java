package dev.effe.server.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames of HTTP/2 as ISO-8859-1 texts, right or wrong, which can be mutated like those of HTTP/1.1. */
public final class Frames {

    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;

    public static final int HEADER_TABLE_SIZE = 1;
    public static final int INITIAL_WINDOW_SIZE = 4;

    public static final int NO_ERROR = 0;
    public static final int PROTOCOL_ERROR = 1;
    public static final int INTERNAL_ERROR = 2;
    public static final int FLOW_CONTROL_ERROR = 3;
    public static final int STREAM_CLOSED = 5;
    public static final int REFUSED_STREAM = 7;
    public static final int CANCEL = 8;
    public static final int ENHANCE_YOUR_CALM = 11;

    public static final int HEAD_LENGTH = 9;

    private Frames() {}

    public static String frame(int type, int flags, int stream, String payload) {
        return head(payload.length(), type, flags, stream) + payload;
    }

    static String head(int length, int type, int flags, int stream) {
        return (char) (length >>> 16 & 0xff) + int16(length) + (char) type + (char) flags + int32(stream);
    }

    public static String settings(int... idsAndValues) {
        StringBuilder payload = new StringBuilder();
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload.append(int16(idsAndValues[i])).append(int32(idsAndValues[i + 1]));
        }
        return frame(SETTINGS, 0, 0, payload.toString());
    }

    /** A header block of literals without indexing (RFC 7541, 6.2.2). */
    public static String block(String... namesAndValues) {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                block.append('\0');
            }
            appendLength(block, namesAndValues[i].length());
            block.append(namesAndValues[i]);
        }
        return block.toString();
    }

    private static void appendLength(StringBuilder block, int length) {
        if (length < 127) {
            block.append((char) length);
            return;
        }
        block.append((char) 127);
        int rest = length - 127;
        while (rest >= 128) {
            block.append((char) (rest % 128 + 128));
            rest /= 128;
        }
        block.append((char) rest);
    }

    /** The block of a request. */
    public static String request(String method, String path, String... more) {
        return block(":method", method, ":scheme", "http", ":path", path, ":authority", "a") + block(more);
    }

    public static String int16(int value) {
        return "" + (char) (value >>> 8 & 0xff) + (char) (value & 0xff);
    }

    public static String int32(int value) {
        return int16(value >>> 16) + int16(value);
    }

    public static int readInt(CharSequence text, int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | text.charAt(at + i) & 0xff;
        }
        return value;
    }

    /** The beginnings of frames in a stream, as far as their lengths are to be believed, and the end of the last one. */
    public static List<Integer> positions(CharSequence stream) {
        List<Integer> positions = new ArrayList<>();
        int preface = stream.toString().indexOf(PREFACE);
        int at = preface < 0 ? stream.length() : preface + PREFACE.length();
        while (at + HEAD_LENGTH <= stream.length()) {
            positions.add(at);
            at += HEAD_LENGTH + readInt(stream, at, 3);
        }
        if (at == stream.length()) {
            positions.add(at);
        }
        return positions;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
