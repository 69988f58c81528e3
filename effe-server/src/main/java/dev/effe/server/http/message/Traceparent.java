package dev.effe.server.http.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The traceparent header of W3C Trace Context, version 00: {@code 00-<32 hex>-<16 hex>-<2 hex>}. */
public final class Traceparent {

    private static final String SHAPE = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_PARENT = "0".repeat(16);

    private Traceparent() {}

    /** True if the caller has decided that the trace is kept: the last bit of a well-formed header says so. */
    public static boolean isSampled(String header) {
        return (Character.digit(header.charAt(header.length() - 1), 16) & 1) == 1;
    }

    /** Returns the header if it is well-formed and neither id is all zeros. */
    public static Optional<String> parse(@Nullable String header) {
        if (header == null || header.length() != SHAPE.length()) {
            return Optional.empty();
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char expected = SHAPE.charAt(i);
            char c = header.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (expected == 'x' ? !hex : c != expected) {
                return Optional.empty();
            }
        }
        boolean none = header.startsWith(NO_TRACE, 3) || header.startsWith(NO_PARENT, 36);
        return none ? Optional.empty() : Optional.of(header);
    }
}
