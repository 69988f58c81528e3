package dev.effe.server.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request an id: the client's own if it is well-formed, else a random prefix of this process and a number.
 * Thread-safe.
 */
final class RequestIds {

    private static final int LONGEST = 128;

    private final String prefix;
    private final AtomicLong next = new AtomicLong();

    RequestIds() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        prefix = HexFormat.of().formatHex(random) + "-";
    }

    String idFor(@Nullable String sent) {
        return sent != null && isWellFormed(sent) ? sent : prefix + Long.toHexString(next.incrementAndGet());
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
