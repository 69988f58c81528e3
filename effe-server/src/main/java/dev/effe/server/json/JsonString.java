package dev.effe.server.json;

/**
 * A text as a string of JSON (RFC 8259, 7). Written by hand: a refusal and an event loop need it before, and without,
 * any of Jackson. Stateless.
 */
public final class JsonString {

    private JsonString() {}

    /** The text in quotes; surrogates without their other half are escaped, as UTF-8 has none. */
    public static String of(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c == '\n') {
                json.append("\\n");
            } else if (c < ' ' || (Character.isSurrogate(c) && !isPaired(text, i))) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
