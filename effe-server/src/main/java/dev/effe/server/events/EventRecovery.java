package dev.effe.server.events;

import dev.effe.server.events.StoredEvent.State;
import dev.effe.server.journal.Journal;
import dev.effe.server.journal.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds in a journal which events are not over, and how they stand. Used by one thread. */
final class EventRecovery implements Journal.Visitor {

    private final Map<UUID, StoredEvent> events = new LinkedHashMap<>();

    @Override
    public void found(Place place, ByteBuffer start) throws IOException {
        UUID id = EventFormat.id(start);
        StoredEvent event = events.get(id);
        if (EventFormat.isEvent(start)) {
            if (event == null) {
                event = EventFormat.stored(place, start);
                events.put(id, event);
            }
            event.putAt(place); // It may have been moved.
        }
        if (event != null) {
            EventFormat.readStanding(start, event);
            boolean hasReason = !EventFormat.isEvent(start) && EventFormat.hasReason(place);
            event.putReasonAt(hasReason ? place : null);
            event.reasonBytes = hasReason ? place.bytes() : 0;
            if (event.state == State.DONE) {
                event.putAt(null);
                event.putReasonAt(null);
                events.remove(id);
            }
        }
    }

    /** The events that are not over, in the order of acceptance. */
    List<StoredEvent> events() {
        return List.copyOf(events.values());
    }
}
