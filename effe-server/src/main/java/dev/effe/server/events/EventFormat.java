package dev.effe.server.events;

import dev.effe.server.events.StoredEvent.State;
import dev.effe.server.journal.Content;
import dev.effe.server.journal.DamagedException;
import dev.effe.server.journal.Place;
import dev.effe.server.json.Json;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records of events in their journal. One is an event: 40 bytes of how it stands, time of acceptance, length of the
 * attributes, attributes as JSON, payload. The other is how it stands from then on: the same 40 bytes (kind, state,
 * receiver, a byte unused, attempts, due, since, id), and the reason as JSON if it failed. Stateless.
 */
final class EventFormat {

    private static final byte EVENT = 1;
    private static final byte STANDING = 2;
    private static final int STANDING_BYTES = 40;
    private static final int ID_AT = 24;
    static final int HEAD_BYTES = STANDING_BYTES + 12;

    private EventFormat() {}

    static Content event(Event event) {
        byte[] attributes = event.attributesJson();
        byte[] payload = event.payload();
        StoredEvent stored = new StoredEvent(event);
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).put(0, standing(stored, EVENT));
        head.position(STANDING_BYTES).putLong(event.acceptedMillis()).putInt(attributes.length);
        return new Content(head.array(), attributes, payload);
    }

    /** An event's record once more, as it stands now. */
    static Content again(ByteBuffer record, StoredEvent stored) {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        System.arraycopy(standing(stored, EVENT), 0, bytes, 0, STANDING_BYTES);
        return new Content(bytes);
    }

    static Content standing(StoredEvent stored, byte @Nullable [] reason) {
        return reason == null
                ? new Content(standing(stored, STANDING))
                : new Content(standing(stored, STANDING), reason);
    }

    private static byte[] standing(StoredEvent stored, byte kind) {
        ByteBuffer bytes = ByteBuffer.allocate(STANDING_BYTES);
        bytes.put(kind).put(stored.state.code).put(stored.receiver.code).put((byte) 0);
        bytes.putInt(stored.attempts).putLong(stored.dueMillis).putLong(stored.sinceMillis);
        putId(bytes, stored.id);
        return bytes.array();
    }

    /** That an event is over. */
    static Content over(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(STANDING_BYTES);
        bytes.put(STANDING).put(State.DONE.code).position(ID_AT);
        putId(bytes, id);
        return new Content(bytes.array());
    }

    private static void putId(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    static boolean isEvent(ByteBuffer record) {
        return record.get(record.position()) == EVENT;
    }

    static UUID id(ByteBuffer record) {
        int at = record.position() + ID_AT;
        return new UUID(record.getLong(at), record.getLong(at + Long.BYTES));
    }

    /** The event of a record that is one. */
    static StoredEvent stored(Place place, ByteBuffer record) throws DamagedException {
        Receiver receiver = Receiver.of(record.get(record.position() + 2));
        if (receiver == null) {
            throw new DamagedException("Record " + place.number() + " is for nobody that this version knows");
        }
        int at = record.position() + STANDING_BYTES;
        int payloadLength = place.length() - HEAD_BYTES - record.getInt(at + Long.BYTES);
        return new StoredEvent(id(record), record.getLong(at), receiver, payloadLength);
    }

    /** Reads how an event stands. */
    static void readStanding(ByteBuffer record, StoredEvent into) throws DamagedException {
        int at = record.position();
        State state = State.of(record.get(at + 1));
        boolean isKnown = record.get(at) == EVENT || record.get(at) == STANDING;
        if (state == null || !isKnown) {
            throw new DamagedException("A record of event " + into.id + " is none that this version knows");
        }
        into.state = state;
        into.attempts = record.getInt(at + 4);
        into.dueMillis = record.getLong(at + 8);
        into.sinceMillis = record.getLong(at + 16);
    }

    /** The event whole. */
    @SuppressWarnings("unchecked") // As it was written.
    static Event event(ByteBuffer record, StoredEvent stored) {
        record.position(record.position() + STANDING_BYTES);
        long accepted = record.getLong();
        byte[] attributes = new byte[record.getInt()];
        record.get(attributes);
        byte[] payload = new byte[record.remaining()];
        record.get(payload);
        Map<String, String> known = (Map<String, String>) Json.read(attributes);
        return new Event(stored.id, accepted, stored.receiver, known == null ? Map.of() : known, payload);
    }

    /** The reason of a record that has one. */
    static byte[] reason(ByteBuffer record) {
        byte[] reason = new byte[record.remaining() - STANDING_BYTES];
        record.position(record.position() + STANDING_BYTES).get(reason);
        return reason;
    }

    /** Returns true if a record of an event's state says why it failed. */
    static boolean hasReason(Place place) {
        return place.length() > STANDING_BYTES;
    }

    /** The bytes of the disk that a reason takes. */
    static int reasonBytes(byte[] reason) {
        return Place.bytes(STANDING_BYTES + reason.length);
    }
}
