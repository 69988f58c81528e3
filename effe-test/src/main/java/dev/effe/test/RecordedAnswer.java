package dev.effe.test;

import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.BodyRules;
import dev.effe.server.http.message.BodySink;
import dev.effe.server.http.message.Ending;
import dev.effe.server.http.message.HttpResponse;
import dev.effe.server.http.message.Problem;
import dev.effe.server.http.message.ResponseHeaders;
import dev.effe.server.json.FunctionJson;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what a function answers and makes of it the answer that the server's own code makes. Used by one thread. */
final class RecordedAnswer implements BodySink {

    private final FunctionJson json;
    private final String requestId;
    private final boolean headRequest;
    private final HttpResponse response = new HttpResponse(this);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean begun;

    RecordedAnswer(FunctionJson json, String requestId, String method) {
        this.json = json;
        this.requestId = requestId;
        this.headRequest = method.equals("HEAD");
        response.use(json);
    }

    /** For the function, until its call ends. */
    Response response() {
        return response;
    }

    @Override
    public int awaitRoom() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void part(byte[] bytes, int from, int to) {
        begun = true;
        body.write(bytes, from, to - from);
    }

    /**
     * Ends it: the function cannot write any more.
     *
     * @throws StatusException that of the outcome, if it cuts the answer
     * @throws IllegalStateException if the answer is cut since the function wrote less than it declared
     */
    TestResponse end(Outcome outcome) {
        response.seal();
        return switch (Ending.of(outcome, response, headRequest, begun)) {
            case GIVEN -> given();
            case PROBLEM -> problem(Problem.of(outcome), outcome);
            case WRONG_LENGTH -> problem(Problem.FUNCTION_ERROR, outcome);
            case UNFINISHED -> throw (StatusException) ((Outcome.Failed) outcome).cause();
            case TOO_SHORT ->
                throw new IllegalStateException(
                        "The function wrote less than the Content-Length it set: the server would cut the answer");
        };
    }

    private TestResponse given() {
        body.writeBytes(response.unsentBody());
        int status = response.status();
        String type = response.defaultContentType();
        boolean typed = begun && BodyRules.mayHaveBody(status);
        return answer(
                status,
                response.headers(),
                typed ? type : BodyRules.contentType(status, type, body.size()),
                body.toByteArray());
    }

    private TestResponse problem(Problem problem, Outcome outcome) {
        ResponseHeaders headers = problem.headers(outcome, response.headers());
        return answer(problem.status(), headers, Problem.CONTENT_TYPE, problem.json(requestId));
    }

    private TestResponse answer(int status, ResponseHeaders fields, String contentType, byte[] whole) {
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
        byte[] sent = BodyRules.mayHaveBody(status, headRequest) ? whole : new byte[0];
        long declared = fields.contentLength();
        long length = BodyRules.contentLength(status, headRequest, declared, sent.length);
        if (declared >= 0 && length != BodyRules.NO_LENGTH) {
            headers.put("Content-Length", List.of(Long.toString(length)));
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        return new TestResponse(status, Collections.unmodifiableMap(headers), sent, json);
    }
}
