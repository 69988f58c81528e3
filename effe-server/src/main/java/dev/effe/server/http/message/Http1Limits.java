package dev.effe.server.http.message;

/**
 * The largest sizes of an HTTP/1 request, and the strictness with which its target is read.
 *
 * @param maxRequestLineBytes the request line without its CRLF; a longer one is {@link Refusal#URI_TOO_LONG}
 * @param maxHeaderBytes all header lines with the CRLF of each, but without the empty line that ends them; more is
 *     {@link Refusal#HEADERS_TOO_LARGE}. The trailer section of a chunked body has the same limit for itself
 * @param maxHeaders the number of header lines, and again of trailer lines; more is {@link Refusal#HEADERS_TOO_LARGE}
 * @param maxBodyBytes the body without its chunk framing; a larger one is {@link Refusal#BODY_TOO_LARGE}
 * @param maxUntoldBytes the same for a body whose head does not tell its length, at most maxBodyBytes
 * @param malformedEscapes whether a percent sign in a target may stand for itself; else that is {@link Refusal#BAD_TARGET}
 */
public record Http1Limits(
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxHeaders,
        long maxBodyBytes,
        long maxUntoldBytes,
        boolean malformedEscapes) {
    public static final Http1Limits DEFAULTS = new Http1Limits(8192, 16 * 1024, 100, 6 * 1024 * 1024);

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    public Http1Limits {
        check("maxRequestLineBytes", maxRequestLineBytes, 16, 1 << 20);
        check("maxHeaderBytes", maxHeaderBytes, 16, 1 << 20);
        check("maxHeaders", maxHeaders, 1, 10_000);
        check("maxBodyBytes", maxBodyBytes, 0, LONGEST_ARRAY);
        check("maxUntoldBytes", maxUntoldBytes, 0, maxBodyBytes);
    }

    public Http1Limits(int maxRequestLineBytes, int maxHeaderBytes, int maxHeaders, long maxBodyBytes) {
        this(maxRequestLineBytes, maxHeaderBytes, maxHeaders, maxBodyBytes, maxBodyBytes, false);
    }

    /** Why a body is refused that is longer than one may be whose length is not told. */
    public Refusal untoldRefusal() {
        return maxUntoldBytes < maxBodyBytes ? Refusal.LENGTH_REQUIRED : Refusal.BODY_TOO_LARGE;
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", but was " + value);
        }
    }
}
