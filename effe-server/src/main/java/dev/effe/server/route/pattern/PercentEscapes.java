package dev.effe.server.route.pattern;

import java.nio.charset.StandardCharsets;

/** Percent escapes of a request target (RFC 3986, 2.1). A percent sign without two digits stands for itself. */
public final class PercentEscapes {

    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@";

    private PercentEscapes() {}

    /** Decodes a part of an ASCII text as UTF-8; malformed UTF-8 becomes U+FFFD. */
    public static String decode(String text, int from, int to, boolean plusIsSpace) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%' && isEscape(text, i, to)) {
                decoded[length++] = (byte) Integer.parseInt(text, i + 1, i + 3, 16);
                i += 2;
            } else {
                decoded[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }

    /** Escapes a text for a segment of a path: what neither stands for itself there (RFC 3986, 3.3) nor could be misread. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && PLAIN.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    /** True if the percent sign there has its two digits, before the end. */
    static boolean isEscape(String text, int percent, int to) {
        return to - percent > 2
                && Character.digit(text.charAt(percent + 1), 16) >= 0
                && Character.digit(text.charAt(percent + 2), 16) >= 0;
    }
}
