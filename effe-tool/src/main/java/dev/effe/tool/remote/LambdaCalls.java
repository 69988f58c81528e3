package dev.effe.tool.remote;

import dev.effe.server.cli.ToolException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Calls functions at one place, by AWS's Invoke. Thread-safe. */
public final class LambdaCalls {

    /** The longest call of AWS's, and some more for its start. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    private static final int NOT_FOUND = 404;

    private final LambdaClient client;

    LambdaCalls(LambdaClient client) {
        this.client = client;
    }

    /**
     * The answer to a call.
     *
     * @param payload as the function has written it; empty for an event
     */
    @SuppressWarnings("ArrayRecordComponent") // Read once, by whoever asked.
    public record Answer(int status, HttpHeaders headers, byte[] payload) {

        /** True if it tells an error of the function. */
        public boolean isError() {
            return headers.firstValue("X-Amz-Function-Error").isPresent();
        }

        /** The id of the call, which the function's log has too. */
        public String requestId() {
            return headers.firstValue("x-amzn-RequestId").orElse("");
        }

        /** The end of the function's log; empty if it was not asked for. */
        public Optional<String> log() {
            return headers.firstValue("X-Amz-Log-Result")
                    .map(text -> new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
        }
    }

    /**
     * Calls a function.
     *
     * @param qualifier an alias or a version
     * @param async true to have it kept and called later
     * @param log true to be told the end of its log
     * @throws ToolException if it is not there, or is refused
     */
    public Answer invoke(String function, String qualifier, byte[] payload, boolean async, boolean log)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (async) {
            headers.put("x-amz-invocation-type", "Event");
        }
        if (log) {
            headers.put("x-amz-log-type", "Tail");
        }
        String target = "/2015-03-31/functions/" + LambdaClient.escaped(function) + "/invocations?Qualifier="
                + LambdaClient.escaped(qualifier);
        try {
            LambdaClient.Reply reply =
                    client.call(new LambdaClient.Sent("POST", target, headers, payload, LONGEST, false));
            return new Answer(reply.status(), reply.headers(), reply.body());
        } catch (ApiException e) {
            if (e.status() == NOT_FOUND) {
                throw new ToolException(function + ":" + qualifier + " is not at " + client.endpoint()
                        + ": effe deploy brings it there, effe list says what is there");
            }
            throw e;
        }
    }
}
