package dev.effe.server.events;

import dev.effe.server.journal.Content;
import dev.effe.server.journal.DamagedException;
import dev.effe.server.journal.Journal;
import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends again the events that keep the oldest segment of a journal from being dropped. The reason of an event is never
 * in an older segment than the event. Used by the writer's thread.
 */
final class EventMover {

    private static final Logger log = LoggerFactory.getLogger(EventMover.class);
    private static final int MOST_BYTES = 1024 * 1024;

    private final EventIndex index;

    EventMover(EventIndex index) {
        this.index = index;
    }

    /** An event and the places that it had and has. */
    record Move(
            StoredEvent event,
            Place from,
            Place to,
            @Nullable Place reasonFrom,
            @Nullable Place reasonTo) {}

    /** An event that is to be appended. */
    private record Taken(
            StoredEvent event, Place place, @Nullable Place reasonPlace) {}

    /** Moves all events of the oldest segment. Returns when they are on the disk, and none is needed there. */
    void moveOldest(Journal journal) throws IOException {
        Segment oldest = journal.oldest();
        if (oldest == null) {
            return;
        }
        List<StoredEvent> found = new ArrayList<>();
        journal.read(oldest, (place, start) -> {
            StoredEvent event = EventFormat.isEvent(start) ? index.at(EventFormat.id(start), place) : null;
            if (event != null) {
                found.add(event);
            }
        });
        List<Move> moves = new ArrayList<>();
        int next = 0;
        while (next < found.size()) {
            next = append(journal, found, next, moves);
        }
        journal.force();
        index.moved(moves);
        index.lost(oldest);
    }

    /** Appends some of the events. Returns the first that is left. */
    private int append(Journal journal, List<StoredEvent> found, int first, List<Move> moves) throws IOException {
        List<Content> records = new ArrayList<>();
        List<Taken> taken = new ArrayList<>();
        int bytes = 0;
        int next = first;
        while (next < found.size() && bytes < MOST_BYTES) {
            StoredEvent event = found.get(next++);
            try {
                Taken one = take(event, records);
                if (one != null) {
                    taken.add(one);
                    bytes += one.place.length();
                }
            } catch (DamagedException e) {
                log.error("Event {} cannot be moved", event.id, e);
            }
        }
        int record = 0;
        List<Place> places = records.isEmpty() ? List.of() : journal.append(records);
        for (Taken one : taken) {
            Place to = places.get(record++);
            Place reasonTo = one.reasonPlace == null ? null : places.get(record++);
            moves.add(new Move(one.event, one.place, to, one.reasonPlace, reasonTo));
        }
        return next;
    }

    /** Makes an event's records. Returns null if it is over. */
    private @Nullable Taken take(StoredEvent event, List<Content> records) throws IOException {
        Place place = event.place();
        Place reasonPlace = event.reasonPlace();
        if (place == null) {
            return null;
        }
        ByteBuffer record = place.segment().read(place);
        byte[] reason = reasonPlace == null
                ? null
                : EventFormat.reason(reasonPlace.segment().read(reasonPlace));
        records.addAll(index.again(event, record, reason));
        return new Taken(event, place, reasonPlace);
    }
}
