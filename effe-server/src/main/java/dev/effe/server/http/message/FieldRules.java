package dev.effe.server.http.message;

/** The rules for the text of a header field (RFC 9110, 5.1 and 5.5), for whoever is given one as text. */
public final class FieldRules {

    private FieldRules() {}

    /**
     * Checks a field, so that none can split a message.
     *
     * @throws IllegalArgumentException if the name is no token, or the value no ISO-8859-1 text in one line
     */
    public static void check(String name, String value) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7f || !CharClass.is(CharClass.TOKEN, (byte) c)) {
                throw new IllegalArgumentException(
                        "A header name must be a token, but has U+" + Integer.toHexString(c));
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A header name must not be empty");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException(
                        "The value of " + name + " must be ISO-8859-1 text, but has U+" + Integer.toHexString(c));
            }
        }
    }
}
