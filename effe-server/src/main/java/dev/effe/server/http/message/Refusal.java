package dev.effe.server.http.message;

import org.jspecify.annotations.Nullable;

/** Why a request is refused before any function sees it. The connection is closed after the answer. */
public enum Refusal {
    CLEAR_TEXT(400, "bad-request", "The request came in clear text, but this port speaks TLS: use https."),
    BAD_REQUEST_LINE(400, "bad-request", "The request line is malformed."),
    BAD_TARGET(400, "bad-request", "The request target is malformed."),
    BAD_HEADER(400, "bad-request", "A header field is malformed."),
    BAD_HOST(400, "bad-request", "The Host header is missing, repeated or malformed."),
    BAD_FRAMING(400, "bad-request", "Content-Length or Transfer-Encoding is malformed, repeated or in conflict."),
    BAD_CHUNK(400, "bad-request", "The chunked body is malformed."),
    METHOD_REFUSED(405, "method-not-allowed", "This method is not served."),
    TIMEOUT(408, "timeout", "The request did not arrive in time."),
    LENGTH_REQUIRED(411, "length-required", "A body of this size needs a Content-Length."),
    BODY_TOO_LARGE(413, "too-large", "The request body is too large."),
    URI_TOO_LONG(414, "uri-too-long", "The request line is too long."),
    EXPECTATION_FAILED(417, "expectation-failed", "Only the expectation 100-continue is known."),
    HEADERS_TOO_LARGE(431, "headers-too-large", "The header section is too large."),
    OUT_OF_MEMORY(503, "overloaded", "The server has no memory for this request now."),
    UNSUPPORTED_VERSION(505, "unsupported-version", "A request line must end with HTTP/1.0 or HTTP/1.1.");

    private static final String SERVED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final int status;
    private final String type;
    private final String detail;

    Refusal(int status, String type, String detail) {
        this.status = status;
        this.type = type;
        this.detail = detail;
    }

    public int status() {
        return status;
    }

    /** The last part of the problem's type, after {@code urn:effe:error:}. */
    String type() {
        return type;
    }

    /** The text that the client may read, with the setting of a limit; never contains text of the client's own. */
    String detail(Http1Limits limits) {
        return switch (this) {
            case BODY_TOO_LARGE -> allows("max-body allows " + limits.maxBodyBytes() + " bytes.");
            case URI_TOO_LONG -> allows("max-request-line allows " + limits.maxRequestLineBytes() + " bytes.");
            case HEADERS_TOO_LARGE ->
                allows("max-header allows " + limits.maxHeaderBytes() + " bytes, max-header-count "
                        + limits.maxHeaders() + " fields.");
            default -> detail;
        };
    }

    private String allows(String limit) {
        return detail.substring(0, detail.length() - 1) + ": " + limit;
    }

    /** The Allow header that a 405 must have (RFC 9110, 15.5.6); null for other refusals. */
    @Nullable String allow() {
        return this == METHOD_REFUSED ? SERVED_METHODS : null;
    }

    /** To be thrown where a request turns out to be malformed or too large. */
    public RefusedException exception() {
        return exception("");
    }

    /** The same for a request whose target is known and may matter to the answer. */
    public RefusedException exception(String target) {
        return new RefusedException(this, target);
    }
}
