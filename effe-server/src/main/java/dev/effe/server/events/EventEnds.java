package dev.effe.server.events;

import dev.effe.server.events.EventRecords.Condition;
import dev.effe.server.events.EventTarget.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes what destinations are to be told of the end of an event: each of these records is an event of its own. */
record EventEnds(EventRules rules) {

    /** Before the names of attributes that go to the destination. */
    private static final String SENT = "sent.";

    private static final String NAME = "name";

    /** The records of a success: none if nobody wants to know. */
    List<Event> succeeded(Event event, int attempts, Result answer) {
        if (rules.destinations().onSuccess().isEmpty()) {
            return List.of();
        }
        byte[] record = EventRecords.invocation(event, Condition.SUCCESS, attempts, answer);
        return List.of(record(Receiver.ON_SUCCESS, event.id().toString(), Map.of(), record));
    }

    /** The records of an event that is given up: none if nobody wants to know, so that it must be kept here. */
    List<Event> failed(Event event, Condition condition, int attempts, @Nullable Result last) {
        List<Event> records = new ArrayList<>(2);
        if (rules.destinations().onFailure().isPresent()) {
            byte[] record = EventRecords.invocation(event, condition, attempts, last);
            records.add(record(Receiver.ON_FAILURE, event.id().toString(), Map.of(), record));
        }
        if (rules.destinations().deadLetter().isPresent()) {
            Map<String, String> attributes = EventRecords.deadLetterAttributes(event, last);
            // Each has a name of its own: both may go to one folder.
            records.add(record(Receiver.DEAD_LETTER, event.id() + ".event", attributes, event.payload()));
        }
        return records;
    }

    private static Event record(Receiver receiver, String name, Map<String, String> sent, byte[] payload) {
        Map<String, String> attributes = new HashMap<>();
        sent.forEach((attribute, value) -> attributes.put(SENT + attribute, value));
        attributes.put(NAME, name);
        return new Event(UUID.randomUUID(), System.currentTimeMillis(), receiver, attributes, payload);
    }

    /** The name that a record has for its destination, each time that it is told. */
    static String nameOf(Event record) {
        return record.attributes().getOrDefault(NAME, record.id().toString());
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
