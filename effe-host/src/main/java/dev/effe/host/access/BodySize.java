package dev.effe.host.access;

import dev.effe.Request;

/** The size of a body that may be in a file, as the request's head tells it. Stateless. */
public final class BodySize {

    private static final int INT_DIGITS = 9;

    private BodySize() {}

    /** True if the body is larger; what is not told is small enough to be in memory. */
    public static boolean exceeds(Request request, int limit) {
        String length = request.header("Content-Length").orElse("0");
        return length.length() > INT_DIGITS || Integer.parseInt(length) > limit;
    }
}
