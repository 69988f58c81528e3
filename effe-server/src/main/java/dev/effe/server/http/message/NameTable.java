package dev.effe.server.http.message;

import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a name into a String, without a new one for the names that nearly every request has. */
public final class NameTable {
    static final NameTable METHODS = new NameTable("GET HEAD POST PUT PATCH DELETE OPTIONS CONNECT TRACE");

    /** As HTTP/1.1 libraries spell them, and in lower case as proxies that speak HTTP/2 pass them on. */
    public static final NameTable FIELDS = new NameTable("""
            Accept Accept-Charset Accept-Encoding Accept-Language Authorization Cache-Control Connection
            Content-Encoding Content-Length Content-Type Cookie Expect Host If-Modified-Since If-None-Match Origin
            Pragma Referer Traceparent Transfer-Encoding User-Agent X-Forwarded-For X-Forwarded-Host X-Forwarded-Port
            X-Forwarded-Proto X-Real-Ip X-Request-Id X-Amz-Content-Sha256 X-Amz-Date
            accept accept-charset accept-encoding accept-language authorization cache-control connection
            content-encoding content-length content-type cookie expect host if-modified-since if-none-match origin
            pragma referer traceparent tracestate transfer-encoding user-agent x-forwarded-for x-forwarded-host
            x-forwarded-port x-forwarded-proto x-real-ip x-request-id x-amz-content-sha256 x-amz-date
            amz-sdk-invocation-id amz-sdk-request sec-fetch-dest sec-fetch-mode sec-fetch-site
            """);

    /** A power of two, and at least twice the names, so that a look-up soon meets an empty slot. */
    private static final int SLOTS = 256;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    private NameTable(String names) {
        StringTokenizer tokens = new StringTokenizer(names);
        while (tokens.hasMoreTokens()) {
            String name = tokens.nextToken().intern();
            byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            int slot = firstSlot(bytes, 0, bytes.length);
            while (slots[slot] != null) {
                slot = nextSlot(slot);
            }
            slots[slot] = name;
        }
    }

    /** The name in these bytes, spelled as it was sent; there must be one byte at least. */
    public String get(byte[] bytes, int from, int to) {
        int slot = firstSlot(bytes, from, to);
        for (String name = slots[slot]; name != null; name = slots[slot]) {
            if (matches(name, bytes, from, to)) {
                return name;
            }
            slot = nextSlot(slot);
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean matches(String name, byte[] bytes, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (name.charAt(i - from) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static int firstSlot(byte[] bytes, int from, int to) {
        int length = to - from;
        int hash = 31 * (31 * (31 * length + bytes[from]) + bytes[from + length / 2]) + bytes[to - 1];
        return (hash ^ (hash >>> 8)) & (SLOTS - 1);
    }

    private static int nextSlot(int slot) {
        return (slot + 1) & (SLOTS - 1);
    }
}
