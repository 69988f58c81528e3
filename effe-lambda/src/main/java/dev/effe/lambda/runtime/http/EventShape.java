package dev.effe.lambda.runtime.http;

import dev.effe.spi.HttpEvents;

/**
 * The event that one of AWS's front doors makes of a request, and the answer that it makes of a handler's. Thread-safe.
 */
public interface EventShape {

    /** The shape of that name. */
    static EventShape of(HttpEvents.Shape shape, FrontDoor door) {
        return switch (shape) {
            case V2 -> new UrlShape(door);
            case V1 -> new RestShape(door);
            case ALB -> new LoadBalancerShape(door, false);
            case ALB_MULTI -> new LoadBalancerShape(door, true);
        };
    }

    /** The event, as JSON. */
    byte[] event(HttpCall call);

    /** The shape of the answer to a call. */
    default EventShape of(HttpCall call) {
        return this;
    }

    /** True if an answer that begins with this byte has no prelude, and is sent as it comes. */
    default boolean passesOn(byte first) {
        return false;
    }

    /**
     * The answer that the client gets.
     *
     * @param result all that the handler gave
     * @throws MalformedAnswerException if the front door could make no answer of it
     */
    HttpAnswer answer(byte[] result) throws MalformedAnswerException;

    /** The answer that the client gets if the handler failed: nothing of the reason. */
    HttpAnswer failure();
}
