package dev.effe.server.http.message;

import dev.effe.server.access.RandomIds;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request an id: the client's own if it is well-formed, else a UUID, which AWS Lambda handlers expect. It is
 * told, in the log and in answers; as a client may choose it, nothing is ever looked up by it.
 * Thread-safe.
 */
public final class RequestIds {

    private static final int LONGEST = 128;

    private final RandomIds own = new RandomIds();

    public String idFor(@Nullable String sent) {
        return sent != null && isWellFormed(sent) ? sent : own.nextText();
    }

    /** True if it is {@code [A-Za-z0-9._-]{1,128}}: safe in a log line and in a header. */
    static boolean isWellFormed(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST;
    }
}
