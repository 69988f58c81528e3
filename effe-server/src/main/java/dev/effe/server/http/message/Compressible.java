package dev.effe.server.http.message;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which answers may be compressed, and what their headers say then. Stateless. */
final class Compressible {

    private static final Set<String> TYPES = Set.of(
            "application/json",
            "application/xml",
            "application/javascript",
            "application/x-javascript",
            "application/x-ndjson",
            "application/jsonl",
            "application/yaml",
            "application/x-yaml",
            "application/wasm",
            "application/graphql",
            "application/rtf",
            "font/ttf",
            "font/otf");

    /** They are encoded already, are a part, or name a digest of the bytes as they are. */
    private static final List<String> UNTOUCHABLE = List.of(
            "Content-Encoding", "Content-Range", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "Signature");

    private static final int PARTIAL = 206;

    private Compressible() {}

    static boolean is(int status, ResponseHeaders headers, String defaultContentType) {
        if (status == PARTIAL || !BodyRules.mayHaveBody(status)) {
            return false;
        }
        String type = headers.first("Content-Type");
        return isText(type == null ? defaultContentType : type)
                && UNTOUCHABLE.stream().allMatch(name -> headers.first(name) == null)
                && !headers.has("Cache-Control", "no-transform");
    }

    /** Events are sent one by one, so that there is little to gain and much to hold up. */
    private static boolean isText(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return TYPES.contains(type)
                || (type.startsWith("text/") && !type.equals("text/event-stream"))
                || type.endsWith("+json")
                || type.endsWith("+xml")
                || type.endsWith("+yaml");
    }

    /** Tells caches that other clients get other bytes (RFC 9110, 12.5.5). */
    static void vary(ResponseHeaders headers) {
        if (!headers.has("Vary", "Accept-Encoding") && !headers.has("Vary", "*")) {
            headers.add("Vary", "Accept-Encoding");
        }
    }

    /** The body is gzip: its length and its parts are others, and it is only equivalent to the plain one. */
    static void encoded(ResponseHeaders headers) {
        headers.set("Content-Encoding", "gzip");
        headers.remove("Content-Length");
        headers.remove("Accept-Ranges");
        String tag = headers.first("ETag");
        if (tag != null && !tag.startsWith("W/")) {
            headers.set("ETag", "W/" + tag);
        }
    }
}
