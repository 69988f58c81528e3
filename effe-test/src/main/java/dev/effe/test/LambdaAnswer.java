package dev.effe.test;

import dev.effe.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An AWS Lambda handler's answer to {@link EffeExtension#invoke}. Immutable and thread-safe. */
public final class LambdaAnswer {

    private final byte[] payload;
    private final boolean failed;
    private final String log;

    LambdaAnswer(byte[] payload, boolean failed, String log) {
        this.payload = payload;
        this.failed = failed;
        this.log = log;
    }

    /**
     * The result as JSON; that of an error has errorType, errorMessage and stackTrace.
     *
     * @return the JSON as the handler's client gets it
     */
    public String json() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /**
     * The result as an object, made by AWS's own aws-lambda-java-serialization.
     *
     * @param type the class that the handler returns, such as {@code SQSBatchResponse}
     * @param <T> that class
     * @return the object; null if the handler returned nothing
     * @throws IllegalStateException if the handler failed, with what it threw and its log; or if AWS reads no such
     *     object
     */
    public <T> @Nullable T as(Class<T> type) {
        if (failed) {
            throw new IllegalStateException("The handler failed: " + json() + "\n" + log);
        }
        return HandlerObjects.read(payload, type);
    }

    /**
     * The error, if the handler failed.
     *
     * @return its type, such as {@code java.lang.NullPointerException}, or {@code Sandbox.Timedout}
     */
    public Optional<String> errorType() {
        return ofError("errorType");
    }

    /**
     * The error, if the handler failed.
     *
     * @return its message
     */
    public Optional<String> errorMessage() {
        return ofError("errorMessage");
    }

    private Optional<String> ofError(String field) {
        return failed && Json.read(payload) instanceof Map<?, ?> error && error.get(field) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /**
     * The log of this call alone: from its START line to its REPORT line.
     *
     * @return its last 4096 bytes
     */
    public String log() {
        return log;
    }

    @Override
    public String toString() {
        return json();
    }
}
