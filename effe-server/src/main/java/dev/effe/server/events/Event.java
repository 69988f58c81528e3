package dev.effe.server.events;

import dev.effe.server.journal.Place;
import dev.effe.server.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** A request that was accepted to be done later. Immutable, but for the array, which nobody changes. */
public final class Event {

    /** The attribute that says which function was asked for. */
    public static final String FUNCTION_ARN = "functionArn";

    private final UUID id;
    private final long acceptedMillis;
    private final Receiver receiver;
    private final Map<String, String> attributes;
    private final byte[] payload;
    private final byte[] attributesJson;

    /**
     * Makes an event for the function.
     *
     * @param id the request id, the same in each attempt
     * @param acceptedMillis when it was accepted, since 1970
     * @param attributes what else was known of the request, by names of whoever made the event
     * @param payload JSON
     */
    public Event(UUID id, long acceptedMillis, Map<String, String> attributes, byte[] payload) {
        this(id, acceptedMillis, Receiver.FUNCTION, attributes, payload);
    }

    /** Makes an event, or a record for a destination. */
    Event(UUID id, long acceptedMillis, Receiver receiver, Map<String, String> attributes, byte[] payload) {
        this.id = id;
        this.acceptedMillis = acceptedMillis;
        this.receiver = receiver;
        this.attributes = Map.copyOf(attributes);
        this.payload = payload;
        this.attributesJson = json(this.attributes);
    }

    public UUID id() {
        return id;
    }

    long acceptedMillis() {
        return acceptedMillis;
    }

    Receiver receiver() {
        return receiver;
    }

    public Map<String, String> attributes() {
        return attributes;
    }

    public byte[] payload() {
        return payload;
    }

    String functionArn() {
        return attributes.getOrDefault(FUNCTION_ARN, "");
    }

    /** The bytes that it takes on the disk. */
    long storedBytes() {
        return Place.bytes(EventFormat.HEAD_BYTES + attributesJson().length + payload.length);
    }

    byte[] attributesJson() {
        return attributesJson;
    }

    /** By hand: an event loop may ask for it. */
    private static byte[] json(Map<String, String> attributes) {
        StringBuilder json = new StringBuilder("{");
        attributes.forEach((name, value) -> {
            json.append(json.length() == 1 ? "" : ",").append(JsonString.of(name));
            json.append(':').append(JsonString.of(value));
        });
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
