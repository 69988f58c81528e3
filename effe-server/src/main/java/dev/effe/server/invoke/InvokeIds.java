package dev.effe.server.invoke;

import dev.effe.Request;
import dev.effe.server.access.RandomIds;
import dev.effe.server.route.Call;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What an invocation is known by.
 *
 * @param requestId a UUID: the client's if it sent one, else the request's
 * @param traceId of X-Ray: the client's if it sent one
 */
record InvokeIds(String requestId, String traceId) {

    static final String REQUEST_ID = "x-amzn-RequestId";
    private static final String TRACE_ID = "X-Amzn-Trace-Id";
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int LONGEST_TRACE = 512;

    static InvokeIds of(Request request, RandomIds ids) {
        String id = request.header(REQUEST_ID)
                .filter(sent -> UUID_TEXT.matcher(sent).matches())
                .or(() -> Optional.of(request.id())
                        .filter(own -> UUID_TEXT.matcher(own).matches()))
                .orElseGet(ids::nextText);
        String trace = request.header(TRACE_ID)
                .filter(sent -> sent.startsWith("Root=") && sent.length() <= LONGEST_TRACE)
                .orElseGet(InvokeIds::newTrace);
        return new InvokeIds(id, trace);
    }

    /**
     * Checks what the client sent.
     *
     * @throws InvokeException if that is no id
     */
    static void check(Request request) throws InvokeException {
        String sent = request.header(REQUEST_ID).orElse(null);
        if (sent != null && !UUID_TEXT.matcher(sent).matches()) {
            throw InvokeException.invalidContent("The header " + REQUEST_ID + " must be a UUID.");
        }
    }

    /** The same trace with another id. */
    InvokeIds with(String newRequestId) {
        return new InvokeIds(newRequestId, traceId);
    }

    private static String newTrace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                "Root=1-%08x-%08x%016x", System.currentTimeMillis() / 1000, random.nextInt(), random.nextLong());
    }

    /** The answer has no other id than the invocation. */
    void putInto(Call call) {
        call.answersAs(requestId);
        call.response().header(REQUEST_ID, requestId).header(TRACE_ID, traceId);
    }
}
