package dev.effe.server.http.message;

/**
 * Where a request's body ends (RFC 9112, 6). Two servers that disagree about it can be made to see different requests,
 * so there is one way to say it and every other is refused.
 */
public final class FramingRules {
    private static final int MAX_LENGTH_DIGITS = 18;

    private FramingRules() {}

    /** The Content-Length, 0 if there is none. Not a list, not repeated, not even with equal values. */
    public static long contentLength(HeaderFields fields) throws RefusedException {
        String value = fields.first("Content-Length");
        if (value == null) {
            return 0;
        }
        // Eighteen digits cannot overflow.
        if (fields.count("Content-Length") > 1
                || value.isEmpty()
                || value.length() > MAX_LENGTH_DIGITS
                || !CharClass.all(CharClass.DIGIT, value)) {
            throw Refusal.BAD_FRAMING.exception();
        }
        return Long.parseLong(value);
    }

    /** True if the body is chunked. That is the only Transfer-Encoding, and excludes a Content-Length. */
    public static boolean isChunked(HeaderFields fields, int minorVersion) throws RefusedException {
        String value = fields.first("Transfer-Encoding");
        if (value == null) {
            return false;
        }
        if (fields.count("Transfer-Encoding") > 1
                || !value.equalsIgnoreCase("chunked")
                || minorVersion == 0
                || fields.first("Content-Length") != null) {
            throw Refusal.BAD_FRAMING.exception();
        }
        return true;
    }
}
