package dev.effe.server.call;

import dev.effe.Request;
import org.jspecify.annotations.Nullable;

/**
 * The depth at which a request is nested in calls between functions, by its header {@code Effe-Depth}. It is believed
 * from anyone, for it can only hurt its sender; what is not 1 to 7 digits is passed by.
 */
public final class CallDepth {

    public static final String HEADER = "Effe-Depth";

    private static final int MOST_DIGITS = 7;

    private CallDepth() {}

    /** Returns 0 for a request that is no call. */
    public static int of(Request request) {
        return of(request.header(HEADER).orElse(null));
    }

    /** Returns 0 for no header, and for one that is no depth. */
    public static int of(@Nullable String header) {
        return header != null && isNumber(header) ? Integer.parseInt(header) : 0;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
