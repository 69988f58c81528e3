package dev.effe.server.events;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was accepted to be done later. Immutable, but for the array, which nobody changes. */
public final class Event {

    /** The attribute of a record that is still to be brought to a destination: its URI. */
    static final String DESTINATION = "destination";
    /** The attribute that says which function was asked for. */
    public static final String FUNCTION_ARN = "functionArn";

    private final UUID id;
    private final long acceptedMillis;
    private final Map<String, String> attributes;
    private final byte[] payload;

    /**
     * Makes an event.
     *
     * @param id the request id, the same in each attempt
     * @param acceptedMillis when it was accepted, since 1970
     * @param attributes what else was known of the request, by names of whoever made the event
     * @param payload JSON for the function, or a record for a destination
     */
    public Event(UUID id, long acceptedMillis, Map<String, String> attributes, byte[] payload) {
        this.id = id;
        this.acceptedMillis = acceptedMillis;
        this.attributes = Map.copyOf(attributes);
        this.payload = payload;
    }

    public UUID id() {
        return id;
    }

    long acceptedMillis() {
        return acceptedMillis;
    }

    public Map<String, String> attributes() {
        return attributes;
    }

    public byte[] payload() {
        return payload;
    }

    /** Where the payload is to be sent, if it is not for the function. */
    @Nullable String destination() {
        return attributes.get(DESTINATION);
    }

    String functionArn() {
        return attributes.getOrDefault(FUNCTION_ARN, "");
    }
}
