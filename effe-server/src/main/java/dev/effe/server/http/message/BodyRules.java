package dev.effe.server.http.message;

/** Which answers have a body, and what their Content-Length says (RFC 9110, 6.4.1 and 8.6). */
public final class BodyRules {

    /** No Content-Length is to be sent. */
    public static final long NO_LENGTH = -1;

    private BodyRules() {}

    public static boolean mayHaveBody(int status) {
        return status != 204 && status != 205 && status != 304;
    }

    /** The same, for the answer to a request whose method may be HEAD. */
    public static boolean mayHaveBody(int status, boolean headRequest) {
        return !headRequest && mayHaveBody(status);
    }

    /** The Content-Type of an answer whose body is whole, if its headers name none; "" for none. */
    public static String contentType(int status, String given, int length) {
        return length > 0 && mayHaveBody(status) ? given : "";
    }

    /**
     * The Content-Length of an answer whose body is whole.
     *
     * @param declared what the function declared, or {@link #NO_LENGTH}
     * @param length the body that the function gave
     */
    public static long contentLength(int status, boolean headRequest, long declared, int length) {
        if (status == 205) {
            return 0;
        }
        if (status == 204) {
            return NO_LENGTH;
        }
        // The length for a 304 or a HEAD: that of a GET's body, which need not be made to say it.
        boolean declaredAlone = status == 304 || (headRequest && length == 0 && declared >= 0);
        return declaredAlone ? declared : length;
    }
}
