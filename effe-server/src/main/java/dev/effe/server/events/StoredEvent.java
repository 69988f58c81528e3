package dev.effe.server.events;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on disk: where it is and how it stands. Its state is written under the lock of {@link EventIndex}; while it
 * is in flight, whoever has it there may read it without.
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
    final EventFile file;
    final long position;
    final int attributesLength;
    final int payloadLength;
    final int checksum;

    State state = State.PENDING;
    /** Runs of the function that are over. */
    int attempts;
    /** When it is to be tried next, in milliseconds since 1970. */
    long dueMillis;
    /** From when its age counts: its acceptance, or when an operator had it tried again. */
    long sinceMillis;

    /** Refusals in a row that are no fault of the function's. Not on disk. */
    int refusals;
    /** The size of the file that says why it failed; 0 if there is none. */
    int reasonBytes;
    /** True if it could not be read. Not on disk. */
    boolean damaged;
    /** True if it is being dealt with now. Not on disk. */
    boolean inFlight;

    StoredEvent(
            UUID id,
            long acceptedMillis,
            Receiver receiver,
            EventFile file,
            long position,
            int attributesLength,
            int payloadLength,
            int checksum) {
        this.id = id;
        this.acceptedMillis = acceptedMillis;
        this.receiver = receiver;
        this.file = file;
        this.position = position;
        this.attributesLength = attributesLength;
        this.payloadLength = payloadLength;
        this.checksum = checksum;
    }
}
