package dev.effe.server.events;

import dev.effe.server.events.EventRecords.Condition;
import dev.effe.server.events.EventTarget.Result;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes what destinations are to be told of the end of an event: each of these records is an event of its own. */
record EventEnds(EventRules rules) {

    /** Before the names of attributes that go to the destination. */
    private static final String SENT = "sent.";

    private static final String NAME = "name";
    /** The attribute with the place of a destination that is the event's own. */
    private static final String PLACE = "destination";

    /** False if nobody wants to know of a success. */
    boolean tellSuccess(Event event) {
        return isWanted(Receiver.ON_SUCCESS, event);
    }

    /** The record of a success. */
    Event succeeded(Event event, int attempts, Result answer) {
        byte[] record = EventRecords.invocation(event, Condition.SUCCESS, attempts, answer);
        return record(Receiver.ON_SUCCESS, event, Map.of(), record);
    }

    /** The records of an event that is given up: none if nobody wants to know, so that it must be kept here. */
    List<Event> failed(Event event, Condition condition, int attempts, @Nullable Result last) {
        List<Event> records = new ArrayList<>(2);
        if (isWanted(Receiver.ON_FAILURE, event)) {
            byte[] record = EventRecords.invocation(event, condition, attempts, last);
            records.add(record(Receiver.ON_FAILURE, event, Map.of(), record));
        }
        if (isWanted(Receiver.DEAD_LETTER, event)) {
            Map<String, String> attributes = EventRecords.deadLetterAttributes(event, last);
            records.add(record(Receiver.DEAD_LETTER, event, attributes, event.payload()));
        }
        return records;
    }

    private boolean isWanted(Receiver receiver, Event event) {
        return EventTerms.of(event).of(receiver).isPresent()
                || rules.destinations().of(receiver).isPresent();
    }

    private static Event record(Receiver receiver, Event event, Map<String, String> sent, byte[] payload) {
        Map<String, String> attributes = new HashMap<>();
        sent.forEach((attribute, value) -> attributes.put(SENT + attribute, value));
        // Each has a name of its own: all may go to one folder.
        attributes.put(
                NAME,
                receiver == Receiver.DEAD_LETTER
                        ? event.id() + ".event"
                        : event.id().toString());
        EventTerms.of(event).of(receiver).ifPresent(place -> attributes.put(PLACE, place.toString()));
        return new Event(UUID.randomUUID(), System.currentTimeMillis(), receiver, attributes, payload);
    }

    /** The name that a record has for its destination, each time that it is told. */
    static String nameOf(Event record) {
        return record.attributes().getOrDefault(NAME, record.id().toString());
    }

    /** The place of a record's destination: the one that it came with, or its receiver's; empty if that is off. */
    Optional<URI> placeOf(Event record) {
        return Optional.ofNullable(record.attributes().get(PLACE))
                .map(URI::create)
                .or(() -> rules.destinations().of(record.receiver()));
    }

    /** The text that goes to the destination beside the payload. */
    static Map<String, String> sentWith(Event record) {
        Map<String, String> sent = new HashMap<>();
        record.attributes().forEach((attribute, value) -> {
            if (attribute.startsWith(SENT)) {
                sent.put(attribute.substring(SENT.length()), value);
            }
        });
        return sent;
    }
}
