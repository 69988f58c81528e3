package dev.effe.server.http;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request an id: the client's own if it is well-formed, else a UUID, which AWS Lambda handlers expect, of
 * this process's random bits and a number. Thread-safe.
 */
final class RequestIds {

    private static final int LONGEST = 128;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    /** Where a UUID's last 12 digits begin. */
    private static final int NUMBER = 24;

    private final byte[] pattern;
    private final AtomicLong next = new AtomicLong();

    RequestIds() {
        pattern = UUID.randomUUID().toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    String idFor(@Nullable String sent) {
        return sent != null && isWellFormed(sent) ? sent : number(next.incrementAndGet());
    }

    private String number(long number) {
        byte[] id = pattern.clone();
        long rest = number;
        for (int i = id.length - 1; i >= NUMBER; i--) {
            id[i] = DIGITS[(int) rest & 15];
            rest >>>= 4;
        }
        return new String(id, StandardCharsets.ISO_8859_1);
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
