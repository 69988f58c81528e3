package dev.effe;

import java.io.ByteArrayOutputStream;

/** Percent escapes (RFC 3986, 2.1). */
final class Escapes {

    private Escapes() {}

    /**
     * Decodes them.
     *
     * @param plusIsSpace as it is in forms
     * @throws IllegalArgumentException if one is malformed
     */
    static byte[] decode(byte[] text, boolean plusIsSpace) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '%') {
                int high = i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
                if (low < 0) {
                    throw new IllegalArgumentException("has a malformed escape");
                }
                decoded.write((high << 4) | low);
                i += 2;
            } else {
                decoded.write(plusIsSpace && text[i] == '+' ? ' ' : text[i]);
            }
        }
        return decoded.toByteArray();
    }
}
