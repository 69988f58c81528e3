package dev.effe.server.http.message;

/**
 * The first line of a request (RFC 9112, 3).
 *
 * @param method a token, as sent: methods are case-sensitive
 * @param minorVersion 0 or 1, of HTTP/1.x
 */
public record RequestLine(String method, RequestTarget target, int minorVersion) {
    static final int MAX_METHOD_BYTES = 32;

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/'};
    private static final int VERSION_BYTES = PROTOCOL.length + 3;

    /** Reads method, space, target, space, version: one space each, and nothing else. */
    public static RequestLine parse(byte[] line, int from, int to, Http1Limits limits) throws RefusedException {
        int methodEnd = methodEnd(line, from, to);
        int targetStart = methodEnd + 1;
        int targetEnd = targetStart;
        while (targetEnd < to && line[targetEnd] != ' ') {
            targetEnd++;
        }
        if (targetEnd <= targetStart || targetEnd >= to) {
            throw Refusal.BAD_REQUEST_LINE.exception();
        }
        int minorVersion = minorVersion(line, targetEnd + 1, to);
        String method = NameTable.METHODS.get(line, from, methodEnd);
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw Refusal.METHOD_REFUSED.exception();
        }
        RequestTarget target = RequestTarget.parse(method, line, targetStart, targetEnd, limits.malformedEscapes());
        return new RequestLine(method, target, minorVersion);
    }

    /** The index of the space behind the method, or {@code to} if there are only the first letters of one. */
    public static int methodEnd(byte[] line, int from, int to) throws RefusedException {
        int end = CharClass.skip(CharClass.TOKEN, line, from, Math.min(to, from + MAX_METHOD_BYTES + 1));
        if (end - from > MAX_METHOD_BYTES || (end < to && (end == from || line[end] != ' '))) {
            throw Refusal.BAD_REQUEST_LINE.exception();
        }
        return end;
    }

    private static int minorVersion(byte[] line, int from, int to) throws RefusedException {
        if (to - from != VERSION_BYTES || !startsWithProtocol(line, from)) {
            throw Refusal.BAD_REQUEST_LINE.exception();
        }
        byte major = line[to - 3];
        byte minor = line[to - 1];
        if (!CharClass.is(CharClass.DIGIT, major) || line[to - 2] != '.' || !CharClass.is(CharClass.DIGIT, minor)) {
            throw Refusal.BAD_REQUEST_LINE.exception();
        }
        if (major != '1' || minor > '1') {
            throw Refusal.UNSUPPORTED_VERSION.exception();
        }
        return minor - '0';
    }

    private static boolean startsWithProtocol(byte[] line, int from) {
        for (int i = 0; i < PROTOCOL.length; i++) {
            if (line[from + i] != PROTOCOL[i]) {
                return false;
            }
        }
        return true;
    }
}
