package dev.effe.lambda;

import dev.effe.spi.InvokeRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A call by the Invoke API.
 *
 * @param more client context, identity, tenant and trace by the names of the Runtime API's headers
 */
record FakeInvoke(byte[] payload, Map<String, String> more) implements FakeRequest, InvokeRequest {

    static final String ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
    static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:f:prod";

    static FakeInvoke of(String payload) {
        return new FakeInvoke(payload.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    @Override
    public String invokedFunctionArn() {
        return ARN;
    }

    private Optional<String> more(String name) {
        return Optional.ofNullable(more.get(name));
    }

    @Override
    public Optional<String> clientContext() {
        return more("Lambda-Runtime-Client-Context");
    }

    @Override
    public Optional<String> cognitoIdentity() {
        return more("Lambda-Runtime-Cognito-Identity");
    }

    @Override
    public Optional<String> tenantId() {
        return more("Lambda-Runtime-Aws-Tenant-Id");
    }

    @Override
    public Optional<String> traceId() {
        return more("Lambda-Runtime-Trace-Id");
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public byte[] bytes() {
        return payload;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String target() {
        return "/2015-03-31/functions/f/invocations";
    }

    @Override
    public String path() {
        return target();
    }
}
