package dev.effe.server.events;

import dev.effe.server.events.StoredEvent.State;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as operators see it.
 *
 * @param state {@code waiting}, {@code running}, {@code telling} or {@code failed}
 * @param attempts runs of the function that are over
 * @param nextAttemptAt when it is due; null if it is not waiting
 * @param payloadBytes its size
 * @param destination the setting of the destination that it is a record for; null if it is for the function
 * @param damaged whether it could not be read
 */
public record EventView(
        UUID id,
        String state,
        int attempts,
        Instant acceptedAt,
        @Nullable Instant nextAttemptAt,
        int payloadBytes,
        @Nullable String destination,
        boolean damaged) {

    static EventView of(StoredEvent event) {
        boolean isRecord = event.receiver != Receiver.FUNCTION;
        boolean isWaiting = event.state != State.FAILED && !event.inFlight;
        String state = isWaiting ? "waiting" : !event.inFlight ? "failed" : isRecord ? "telling" : "running";
        return new EventView(
                event.id,
                state,
                event.attempts,
                Instant.ofEpochMilli(event.acceptedMillis),
                isWaiting ? Instant.ofEpochMilli(event.dueMillis) : null,
                event.payloadLength,
                isRecord ? event.receiver.setting : null,
                event.damaged);
    }
}
