package dev.effe.server.http.message;

import dev.effe.StatusException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/** The word of a Content-Type on the text behind it (RFC 9110, 8.3). */
public final class MediaType {

    private static final String PARAMETER = "charset=";

    private MediaType() {}

    /**
     * Returns the charset that a Content-Type names, UTF-8 if it names none.
     *
     * @throws StatusException with status 415 if this Java does not know it
     */
    public static Charset charset(@Nullable String contentType) {
        if (contentType == null) {
            return StandardCharsets.UTF_8;
        }
        int semicolon = end(contentType, 0);
        while (semicolon < contentType.length()) {
            int next = end(contentType, semicolon + 1);
            String parameter = contentType.substring(semicolon + 1, next).strip();
            if (parameter.regionMatches(true, 0, PARAMETER, 0, PARAMETER.length())) {
                return named(parameter.substring(PARAMETER.length()));
            }
            semicolon = next;
        }
        return StandardCharsets.UTF_8;
    }

    /** The next semicolon that is not inside quotes, or the end. */
    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private static Charset named(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        String name = quoted ? value.substring(1, value.length() - 1) : value;
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new StatusException(415, "The Content-Type names a charset that is not known here", e);
        }
    }
}
