package dev.effe.lambda.runtime.http;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonNode;

/**
 * The shape of Function URLs whose invoke mode is {@code RESPONSE_STREAM}: all that has no prelude is the body of a 200, an
 * object with a statusCode too. Thread-safe.
 */
record StreamedUrlShape(EventShape buffered) implements EventShape {

    static final String BYTES = "application/octet-stream";

    @Override
    public byte[] event(HttpCall call) {
        return buffered.event(call);
    }

    @Override
    public EventShape of(HttpCall call) {
        return this;
    }

    @Override
    public boolean passesOn(byte first) {
        return first != '{';
    }

    @Override
    public HttpAnswer answer(byte[] result) {
        JsonNode json = ProxyResponse.parse(result);
        return HttpAnswer.of(200, json == null ? BYTES : "application/json", result);
    }

    @Override
    public HttpAnswer failure() {
        return buffered.failure();
    }
}
