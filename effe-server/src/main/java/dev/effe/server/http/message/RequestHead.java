package dev.effe.server.http.message;

/**
 * A request without its body, checked.
 *
 * @param method a token, as sent
 * @param target in origin-form, path and query, still escaped; or {@code *} with OPTIONS. An absolute-form target is
 *     reduced to this, and its authority is the Host header then
 * @param minorVersion 0 or 1, of HTTP/1.x
 * @param headers all header fields; with one Host, unless a client of HTTP/1.0 left it out
 * @param contentLength the body's length in bytes; 0 if there is no body or it is chunked
 * @param chunked whether the body is chunked
 * @param keepAlive whether the client may send another request
 * @param expectContinue whether the client waits for a 100 before it sends the body
 */
public record RequestHead(
        String method,
        String target,
        int minorVersion,
        HeaderFields headers,
        long contentLength,
        boolean chunked,
        boolean keepAlive,
        boolean expectContinue) {

    /** The memory that it takes, about. */
    public long bytes() {
        return target.length() + (long) headers.bytes();
    }

    /** Applies the rules that concern the head as a whole. */
    public static RequestHead of(RequestLine line, HeaderFields fields, Http1Limits limits) throws RefusedException {
        int minorVersion = line.minorVersion();
        HostRules.apply(line, fields);
        boolean chunked = FramingRules.isChunked(fields, minorVersion);
        long contentLength = FramingRules.contentLength(fields);
        if (contentLength > limits.maxBodyBytes()) {
            throw Refusal.BODY_TOO_LARGE.exception(line.target().text());
        }
        return new RequestHead(
                line.method(),
                line.target().text(),
                minorVersion,
                fields,
                contentLength,
                chunked,
                ConnectionRules.keepAlive(fields, minorVersion),
                ConnectionRules.expectContinue(fields, minorVersion));
    }
}
