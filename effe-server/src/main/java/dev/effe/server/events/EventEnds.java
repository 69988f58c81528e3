package dev.effe.server.events;

import dev.effe.server.events.EventRecords.Condition;
import dev.effe.server.events.EventTarget.Result;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells destinations how events ended. What cannot be told now becomes an event of its own, which is tried again: so an
 * event is over once all that is to be told of it is told or on the disk. Thread-safe; blocks.
 */
final class EventEnds {

    private static final Logger log = LoggerFactory.getLogger(EventEnds.class);
    /** Before the names of attributes that go to the destination. */
    private static final String SENT = "sent.";

    private static final String NAME = "name";

    /** Keeps what could not be told. */
    @FunctionalInterface
    interface Keeper {
        /** Returns when the record is on the disk. */
        void keep(Event record) throws IOException, InterruptedException;
    }

    private final EventRules rules;
    private final Keeper keeper;

    EventEnds(EventRules rules, Keeper keeper) {
        this.rules = rules;
        this.keeper = keeper;
    }

    /** @throws IOException if it could neither be told nor kept */
    void succeeded(Event event, int attempts, Result answer) throws IOException, InterruptedException {
        if (rules.onSuccess().isPresent()) {
            byte[] record = EventRecords.invocation(event, Condition.SUCCESS, attempts, answer);
            tell(rules.onSuccess().get(), event.id().toString(), Map.of(), record);
        }
    }

    /**
     * Tells that an event is given up.
     *
     * @return whether anybody wanted to know, so that it need not be kept here
     * @throws IOException if it could neither be told nor kept
     */
    boolean failed(Event event, Condition condition, int attempts, @Nullable Result last)
            throws IOException, InterruptedException {
        if (rules.onFailure().isPresent()) {
            byte[] record = EventRecords.invocation(event, condition, attempts, last);
            tell(rules.onFailure().get(), event.id().toString(), Map.of(), record);
        }
        if (rules.deadLetter().isPresent()) {
            Map<String, String> attributes = EventRecords.deadLetterAttributes(event, last);
            // Of a name of its own: both may go to one folder.
            tell(rules.deadLetter().get(), event.id() + ".event", attributes, event.payload());
        }
        return rules.onFailure().isPresent() || rules.deadLetter().isPresent();
    }

    private void tell(URI uri, String name, Map<String, String> attributes, byte[] record)
            throws IOException, InterruptedException {
        try {
            Destination.of(uri).send(name, attributes, record);
        } catch (IOException e) {
            log.warn("{} could not be told of {}: it will be tried again", uri, name, e);
            keeper.keep(undelivered(uri, name, attributes, record));
        }
    }

    private static Event undelivered(URI uri, String name, Map<String, String> attributes, byte[] record) {
        Map<String, String> kept = new HashMap<>();
        attributes.forEach((attribute, value) -> kept.put(SENT + attribute, value));
        kept.put(Event.DESTINATION, uri.toString());
        kept.put(NAME, name);
        return new Event(UUID.randomUUID(), System.currentTimeMillis(), kept, record);
    }

    /** Tries again what could not be told before. */
    void tellAgain(URI uri, Event record) throws IOException, InterruptedException {
        Map<String, String> attributes = new HashMap<>();
        record.attributes().forEach((attribute, value) -> {
            if (attribute.startsWith(SENT)) {
                attributes.put(attribute.substring(SENT.length()), value);
            }
        });
        String name = record.attributes().getOrDefault(NAME, record.id().toString());
        Destination.of(uri).send(name, attributes, record.payload());
    }
}
