package dev.effe.kafka;

import dev.effe.spi.topics.Parked;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event put aside, as it is in the state's topic. Immutable.
 *
 * @param redriven true if it was redriven, and no commit has changed it since
 */
record ParkedRecord(
        long offset,
        int lane,
        @Nullable String key,
        int attempts,
        long dueMillis,
        @Nullable Long deadMillis,
        String error,
        boolean redriven) {

    static ParkedRecord of(Parked parked) {
        return new ParkedRecord(
                parked.offset(),
                parked.lane(),
                parked.key().orElse(null),
                parked.attempts(),
                parked.due().toEpochMilli(),
                parked.deadAt().map(Instant::toEpochMilli).orElse(null),
                parked.error(),
                false);
    }

    Parked parked() {
        return new Parked(
                offset,
                lane,
                Optional.ofNullable(key),
                attempts,
                Instant.ofEpochMilli(dueMillis),
                Optional.ofNullable(deadMillis).map(Instant::ofEpochMilli),
                error);
    }

    ParkedRecord again() {
        return new ParkedRecord(offset, lane, key, 0, 0, null, error, true);
    }
}
