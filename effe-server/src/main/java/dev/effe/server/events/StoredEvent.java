package dev.effe.server.events;

import dev.effe.server.journal.Place;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on disk: where it is and how it stands. Its state is written under the lock of {@link EventIndex}; while it
 * is in flight, whoever has it there may read it without. All may read places.
 */
final class StoredEvent {

    /** The state of an event. */
    enum State {
        /** Dealt with. */
        DONE(0),
        /** To be tried when it is due. */
        PENDING(1),
        /** Given up, and kept for whoever looks into it. */
        FAILED(2);

        /** The code on the disk. */
        final byte code;

        State(int code) {
            this.code = (byte) code;
        }

        static @Nullable State of(int code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            return null;
        }
    }

    final UUID id;
    final long acceptedMillis;
    final Receiver receiver;
    final int payloadLength;

    State state = State.PENDING;
    /** Runs of the function that are over. */
    int attempts;
    /** When it is to be tried next, in milliseconds since 1970. A refusal's wait is not on disk. */
    long dueMillis;
    /** From when its age counts: its acceptance, or when an operator had it tried again. */
    long sinceMillis;

    /** Its record; null before it is written and once it is over. It may be moved at any time. */
    private volatile @Nullable Place place;
    /** The record that says why it failed; null if there is none, or it is not written yet. It may be moved too. */
    private volatile @Nullable Place reasonPlace;
    /** Why it failed, until that is written. */
    volatile byte @Nullable [] reason;
    /** The bytes of the disk that the reason takes; 0 if there is none. */
    int reasonBytes;

    /** Refusals in a row that are no fault of the function's. Not on disk. */
    int refusals;
    /** The event, if it is so new that it need not be read. */
    @Nullable Event fresh;
    /** True if it could not be read. Not on disk. */
    boolean damaged;
    /** True if it is being dealt with now. Not on disk. */
    boolean inFlight;

    StoredEvent(UUID id, long acceptedMillis, Receiver receiver, int payloadLength) {
        this.id = id;
        this.acceptedMillis = acceptedMillis;
        this.receiver = receiver;
        this.payloadLength = payloadLength;
    }

    /** An event that is accepted now, and due. */
    StoredEvent(Event event) {
        this(event.id(), event.acceptedMillis(), event.receiver(), event.payload().length);
        dueMillis = acceptedMillis;
        sinceMillis = acceptedMillis;
    }

    @Nullable Place place() {
        return place;
    }

    @Nullable Place reasonPlace() {
        return reasonPlace;
    }

    /** It is there now. Nobody needs the place where it was. */
    void putAt(@Nullable Place to) {
        need(place, to);
        place = to;
    }

    /** The reason is there now. */
    void putReasonAt(@Nullable Place to) {
        need(reasonPlace, to);
        reasonPlace = to;
    }

    private static void need(@Nullable Place before, @Nullable Place now) {
        if (now != null) {
            now.segment().need(1);
        }
        if (before != null) {
            before.segment().need(-1);
        }
    }
}
