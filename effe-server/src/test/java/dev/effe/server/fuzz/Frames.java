package dev.effe.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames of HTTP/2 as ISO-8859-1 texts, which can be mutated like those of HTTP/1.1. */
final class Frames {

    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int HEAD_LENGTH = 9;

    private Frames() {}

    static String frame(int type, int flags, int stream, String payload) {
        return int24(payload.length()) + (char) type + (char) flags + int32(stream) + payload;
    }

    static String settings(int... idsAndValues) {
        StringBuilder payload = new StringBuilder();
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload.append(int16(idsAndValues[i])).append(int32(idsAndValues[i + 1]));
        }
        return frame(SETTINGS, 0, 0, payload.toString());
    }

    /** A header block of literals without indexing (RFC 7541, 6.2.2); no text in it is longer than 126. */
    static String block(String... namesAndValues) {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                block.append('\0');
            }
            block.append((char) namesAndValues[i].length()).append(namesAndValues[i]);
        }
        return block.toString();
    }

    /** The block of a request. */
    static String request(String method, String path, String... more) {
        return block(":method", method, ":scheme", "http", ":path", path, ":authority", "a") + block(more);
    }

    static String int16(int value) {
        return "" + (char) (value >>> 8 & 0xff) + (char) (value & 0xff);
    }

    private static String int24(int value) {
        return (char) (value >>> 16 & 0xff) + int16(value);
    }

    static String int32(int value) {
        return int16(value >>> 16) + int16(value);
    }

    static int readInt(CharSequence text, int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | text.charAt(at + i) & 0xff;
        }
        return value;
    }

    /** Where frames begin in a stream, as far as their lengths are to be believed, and where the last one ends. */
    static List<Integer> positions(CharSequence stream) {
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

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
