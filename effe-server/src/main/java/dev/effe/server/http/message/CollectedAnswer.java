package dev.effe.server.http.message;

import dev.effe.server.dispatch.Outcome;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Body;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A function's answer to somebody who takes it whole and has no connection, such as another function or a test; made by
 * the rules by which a connection's answers are. Written by the worker; read, once its call is over, by one thread.
 */
public final class CollectedAnswer implements BodySink {

    private final String requestId;
    private final boolean headRequest;
    private final int maxBytes;
    private final MemoryBudget memory;
    private final HttpResponse response = new HttpResponse(this);

    // Guarded by this.
    private final List<byte[]> parts = new ArrayList<>();
    private int partBytes;
    private long chargedBytes;
    private boolean begun;
    private boolean closed;

    /**
     * Makes one without anything.
     *
     * @param maxBytes how long the body may be
     * @param memory what its parts are charged to until {@link #close}
     */
    public CollectedAnswer(String requestId, String method, int maxBytes, MemoryBudget memory) {
        this.requestId = requestId;
        this.headRequest = method.equals("HEAD");
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    /** For the function, until its call ends. */
    public HttpResponse response() {
        return response;
    }

    @Override
    public int awaitRoom() throws IOException {
        return maxBytes;
    }

    @Override
    public synchronized void part(byte[] bytes, int from, int to) throws IOException {
        begun = true;
        if (to - from > maxBytes - partBytes) {
            throw new IOException(
                    "The answer to another function must have at most " + maxBytes + " bytes: see max-body");
        }
        if (!closed) {
            charge(to - from);
            parts.add(Arrays.copyOfRange(bytes, from, to));
            partBytes += to - from;
        }
    }

    private void charge(int bytes) {
        memory.takeAnswer(bytes);
        chargedBytes += bytes;
    }

    /** The bytes of its body so far. */
    public synchronized long length() {
        return (long) partBytes + response.unsentLength();
    }

    /** True if the body is longer than it may be. To be called once its call is over. */
    public synchronized boolean isTooLarge() {
        return response.unsentLength() > maxBytes - partBytes;
    }

    /**
     * Ends it: the function cannot write any more.
     *
     * @return the answer; null if it is cut, for the function failed behind a part of it or wrote less than it declared
     */
    public @Nullable WholeAnswer end(Outcome outcome) {
        response.seal();
        return switch (Ending.of(outcome, response, headRequest, isBegun())) {
            case GIVEN -> given();
            case PROBLEM -> problem(Problem.of(outcome), outcome);
            case WRONG_LENGTH -> problem(Problem.FUNCTION_ERROR, outcome);
            case UNFINISHED, TOO_SHORT -> null;
        };
    }

    private synchronized boolean isBegun() {
        return begun;
    }

    private WholeAnswer given() {
        Body body = wholeBody();
        int status = response.status();
        String type = response.defaultContentType();
        boolean typed = isBegun() && BodyRules.mayHaveBody(status);
        return answer(
                status, response.headers(), typed ? type : BodyRules.contentType(status, type, body.length()), body);
    }

    private synchronized Body wholeBody() {
        byte[] rest = response.unsentBody();
        if (!begun) {
            return Body.of(rest);
        }
        parts.add(rest);
        return Body.of(parts, partBytes + rest.length);
    }

    private WholeAnswer problem(Problem problem, Outcome outcome) {
        ResponseHeaders headers = problem.headers(outcome, response.headers());
        return answer(problem.status(), headers, Problem.CONTENT_TYPE, Body.of(problem.json(requestId)));
    }

    private WholeAnswer answer(int status, ResponseHeaders fields, String contentType, Body whole) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < fields.size(); i++) {
            if (!ResponseHeaders.isReplaced(fields.name(i))) {
                headers.computeIfAbsent(fields.name(i), unknown -> new ArrayList<>())
                        .add(fields.value(i));
            }
        }
        if (!contentType.isEmpty()) {
            headers.putIfAbsent("Content-Type", List.of(contentType));
        }
        Body sent = BodyRules.mayHaveBody(status, headRequest) ? whole : Body.empty();
        long declared = fields.contentLength();
        long length = BodyRules.contentLength(status, headRequest, declared, sent.length());
        if (declared >= 0 && length != BodyRules.NO_LENGTH) {
            headers.put("Content-Length", List.of(Long.toString(length)));
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        return new WholeAnswer(status, Collections.unmodifiableMap(headers), sent);
    }

    /** Gives back the memory of its parts. */
    public synchronized void close() {
        closed = true;
        memory.giveAnswer(chargedBytes);
        chargedBytes = 0;
    }
}
