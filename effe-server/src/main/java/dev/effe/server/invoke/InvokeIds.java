package dev.effe.server.invoke;

import dev.effe.Request;
import dev.effe.server.access.RandomIds;
import dev.effe.server.route.Call;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The ids that an invocation is known by.
 *
 * @param requestId a UUID: the client's if it sent one, else the request's
 * @param traceId of X-Ray, such as {@code Root=1-…;Parent=…;Sampled=0}: the client's if it sent one
 */
public record InvokeIds(String requestId, String traceId) {

    /** The header that has it. */
    public static final String REQUEST_ID = "x-amzn-RequestId";

    private static final String TRACE_ID = "X-Amzn-Trace-Id";
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int LONGEST_TRACE = 512;
    private static final HexFormat HEX = HexFormat.of();

    /** The ids of a request. */
    public static InvokeIds of(Request request, RandomIds ids) {
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
    public static void check(Request request) throws InvokeException {
        String sent = request.header(REQUEST_ID).orElse(null);
        if (sent != null && !UUID_TEXT.matcher(sent).matches()) {
            throw InvokeException.invalidContent("The header " + REQUEST_ID + " must be a UUID.");
        }
    }

    /** The same trace with another id. */
    public InvokeIds with(String newRequestId) {
        return new InvokeIds(newRequestId, traceId);
    }

    /** With a segment of the invocation's as the parent, as AWS makes one, and nobody who records it. */
    private static String newTrace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "Root=1-" + HEX.toHexDigits((int) (System.currentTimeMillis() / 1000)) + "-"
                + HEX.toHexDigits(random.nextInt()) + HEX.toHexDigits(random.nextLong()) + ";Parent="
                + HEX.toHexDigits(random.nextLong()) + ";Sampled=0";
    }

    /** The answer has no other id than the invocation. */
    public void putInto(Call call) {
        call.answersAs(requestId);
        call.response().header(REQUEST_ID, requestId).header(TRACE_ID, traceId);
    }
}
