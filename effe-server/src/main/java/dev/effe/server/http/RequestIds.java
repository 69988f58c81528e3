package dev.effe.server.http;

import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request an id: the client's own if it is well-formed, else a UUID, which AWS Lambda handlers expect, of
 * this process's random bits and a number. Thread-safe.
 */
final class RequestIds {

    private static final int LONGEST = 128;

    /** Where a UUID's last 12 digits begin. */
    private static final int NUMBER = 24;

    private final String prefix;
    private final AtomicLong next = new AtomicLong();

    RequestIds() {
        prefix = UUID.randomUUID().toString().substring(0, NUMBER);
    }

    String idFor(@Nullable String sent) {
        return sent != null && isWellFormed(sent)
                ? sent
                : prefix + HexFormat.of().toHexDigits(next.incrementAndGet(), 12);
    }

    /** Whether it is {@code [A-Za-z0-9._-]{1,128}}: safe in a log line and in a header. */
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
