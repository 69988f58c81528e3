package dev.effe.test;

import dev.effe.server.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event for an AWS Lambda handler, as JSON. The package {@code dev.effe.test.events} makes those that AWS sends.
 * Immutable and thread-safe.
 *
 * {@snippet class="dev.effe.test.LambdaInvokeTest" region="invoke"}
 */
public abstract class LambdaEvent {

    /** For a class that makes one kind of event, or for one of your own. */
    protected LambdaEvent() {}

    /**
     * An event of your own.
     *
     * @param json any JSON
     * @return the event
     * @throws IllegalArgumentException if it is no JSON
     */
    public static LambdaEvent ofJson(String json) {
        return new Whole(Json.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The event as maps, lists, strings, numbers, truths and null. The same each time.
     *
     * @return the value, which is not changed
     */
    protected abstract @Nullable Object value();

    /**
     * The same event with another value in one place: for fields that a builder has no method for.
     *
     * {@snippet class="dev.effe.test.LambdaEventTest" region="with"}
     *
     * @param pointer the place, as RFC 6901 names it: {@code /Records/0/awsRegion}. Objects on the way to it are made if
     *     they are missing; a place in a list must be there, or be the first after its end
     * @param value a string, number, boolean, map, list or null
     * @return a new event
     * @throws IllegalArgumentException if there can be no such place
     */
    public final LambdaEvent with(String pointer, @Nullable Object value) {
        return new Whole(JsonPointer.of(pointer).put(value(), value));
    }

    /**
     * The event as a handler that reads a stream gets it.
     *
     * @return JSON in one line
     */
    public final String json() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /**
     * The event as a handler that reads a stream gets it.
     *
     * @return JSON in UTF-8
     */
    public final byte[] bytes() {
        return Json.write(value());
    }

    /**
     * The event as an object that a handler takes, such as an {@code SQSEvent} of aws-lambda-java-events, made by AWS's
     * own aws-lambda-java-serialization: for a handler that a test calls itself.
     *
     * @param type its class
     * @param <T> that class
     * @return the object
     * @throws IllegalStateException if AWS cannot read it as one
     */
    public final <T> T as(Class<T> type) {
        T read = HandlerObjects.read(bytes(), type);
        if (read == null) {
            throw new IllegalStateException("AWS reads a null from " + json());
        }
        return read;
    }

    /** The JSON. */
    @Override
    public final String toString() {
        return json();
    }

    private static final class Whole extends LambdaEvent {

        private final @Nullable Object value;

        Whole(@Nullable Object value) {
            this.value = value;
        }

        @Override
        protected @Nullable Object value() {
            return value;
        }
    }
}
