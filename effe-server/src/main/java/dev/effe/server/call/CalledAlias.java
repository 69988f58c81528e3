package dev.effe.server.call;

import dev.effe.Request;
import dev.effe.spi.InvokeRequest;

/**
 * The alias that a function was called by on a host, which goes along with its calls, so that they reach the same alias of
 * others. Stateless.
 */
public final class CalledAlias {

    /** The header that has it. A host says it anew, whatever a client has said. */
    public static final String HEADER = "Effe-Alias";

    /** The parts of an ARN before the qualifier. */
    private static final int PARTS = 7;

    private CalledAlias() {}

    /** The alias or version of a request; "" if it has none. */
    static String of(Request request) {
        if (request instanceof InvokeRequest invoked) {
            String[] parts = invoked.invokedFunctionArn().split(":", -1);
            return parts.length == PARTS + 1 ? parts[PARTS] : "";
        }
        return request.header(HEADER).orElse("");
    }
}
