package dev.effe;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value with parameters, as of Content-Type and Content-Disposition (RFC 9110, 5.6.6).
 *
 * @param value what stands before the first semicolon, in lower case
 * @param parameters by name, whatever its case
 */
record HeaderValue(String value, Map<String, String> parameters) {

    /** @throws IllegalArgumentException if it is malformed, or a parameter is there twice; the message says what */
    static HeaderValue parse(String text) {
        int at = end(text, 0);
        String value = text.substring(0, at).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        while (at < text.length()) {
            int next = end(text, at + 1);
            addTo(parameters, text.substring(at + 1, next).strip());
            at = next;
        }
        return new HeaderValue(value, parameters);
    }

    private static void addTo(Map<String, String> parameters, String parameter) {
        if (parameter.isEmpty()) {
            return; // Such as behind a semicolon at the end.
        }
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? "" : parameter.substring(0, equals).strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("has a parameter without a name or a value");
        }
        if (parameters.put(name, unquoted(parameter.substring(equals + 1).strip())) != null) {
            throw new IllegalArgumentException("has a parameter twice");
        }
    }

    /** The next semicolon that is not inside quotes, or the end. */
    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && isEscape(text, i)) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("has a quote that does not end");
        }
        return text.length();
    }

    /** Only quotes and backslashes are ever escaped: what some senders write is a path such as C:\temp\a.txt. */
    private static boolean isEscape(String text, int i) {
        return text.charAt(i) == '\\'
                && i + 1 < text.length()
                && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\');
    }

    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        StringBuilder value = new StringBuilder(text.length());
        int i = 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += isEscape(text, i) ? 1 : 0;
            value.append(text.charAt(i++));
        }
        if (i != text.length() - 1) {
            throw new IllegalArgumentException("has something behind a quoted value");
        }
        return value.toString();
    }

    /**
     * Returns the charset that a Content-Type names, else another.
     *
     * @throws StatusException with status 415 if this Java does not know it
     */
    static Charset charset(@Nullable String contentType, Charset otherwise) {
        String name;
        try {
            name = contentType == null ? null : parse(contentType).parameters().get("charset");
        } catch (IllegalArgumentException e) {
            name = null;
        }
        return name == null ? otherwise : charset(name);
    }

    static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new StatusException(415, "The form names a charset that is not known here", e);
        }
    }
}
