package dev.effe.server.invoke;

import dev.effe.server.route.Body;
import dev.effe.server.route.PayloadOnlyRequest;
import dev.effe.spi.InvokeRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request that the function is given of an invocation. Immutable, but for the array, which is copied for the
 * function.
 */
final class PayloadRequest extends PayloadOnlyRequest implements InvokeRequest {

    /** For a payload that is none. */
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final String arn;
    private final String traceId;
    private final @Nullable String traceparent;
    private final @Nullable String clientContext;
    private final @Nullable String cognitoIdentity;
    private final @Nullable String tenantId;

    /** Collects what is known. */
    static final class Builder {
        private final String id;
        private final String arn;
        private final byte[] payload;
        private InetSocketAddress remoteAddress = new InetSocketAddress(0);
        private String traceId = "";
        private @Nullable String traceparent;
        private @Nullable String clientContext;
        private @Nullable String cognitoIdentity;
        private @Nullable String tenantId;

        Builder(String id, String arn, byte[] payload) {
            this.id = id;
            this.arn = arn;
            this.payload = payload.length == 0 ? EMPTY_OBJECT : payload;
        }

        Builder from(InetSocketAddress address) {
            remoteAddress = address;
            return this;
        }

        Builder trace(String amazon, @Nullable String w3c) {
            traceId = amazon;
            traceparent = w3c;
            return this;
        }

        Builder caller(@Nullable String context, @Nullable String identity, @Nullable String tenant) {
            clientContext = context;
            cognitoIdentity = identity;
            tenantId = tenant;
            return this;
        }

        PayloadRequest build() {
            return new PayloadRequest(this);
        }
    }

    private PayloadRequest(Builder from) {
        super(from.id, Body.of(from.payload), from.remoteAddress);
        arn = from.arn;
        traceId = from.traceId;
        traceparent = from.traceparent;
        clientContext = from.clientContext;
        cognitoIdentity = from.cognitoIdentity;
        tenantId = from.tenantId;
    }

    /** The payload itself, not to be changed. */
    byte[] payload() {
        return body().bytes();
    }

    @Override
    public String invokedFunctionArn() {
        return arn;
    }

    @Override
    public Optional<String> clientContext() {
        return Optional.ofNullable(clientContext);
    }

    @Override
    public Optional<String> cognitoIdentity() {
        return Optional.ofNullable(cognitoIdentity);
    }

    @Override
    public Optional<String> tenantId() {
        return Optional.ofNullable(tenantId);
    }

    @Override
    public Optional<String> traceId() {
        return traceId.isEmpty() ? Optional.empty() : Optional.of(traceId);
    }

    @Override
    protected Optional<String> sentTraceparent() {
        return Optional.ofNullable(traceparent);
    }

    /** None: neither the signature nor what else is between the client and the API is the function's. */
    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public String text() {
        return new String(body().bytes(), StandardCharsets.UTF_8);
    }
}
