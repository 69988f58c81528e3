package dev.effe.kafka;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the times of records come from: the brokers' clock, which is the one that all processes share; in tests one that
 * they turn.
 */
final class Times {

    static final Times OF_BROKERS = new Times(null, System::currentTimeMillis);

    private final @Nullable LongSupplier written;
    private final LongSupplier clock;
    private long lastMillis;

    private Times(@Nullable LongSupplier written, LongSupplier clock) {
        this.written = written;
        this.clock = clock;
    }

    static Times of(LongSupplier clock) {
        return new Times(clock, clock);
    }

    /** The value of Kafka's message.timestamp.type. */
    String kind() {
        return written == null ? "LogAppendTime" : "CreateTime";
    }

    /** The time that a record is sent with; null for the one at which a broker keeps it. */
    synchronized @Nullable Long written() {
        if (written == null) {
            return null;
        }
        lastMillis = Math.max(lastMillis, written.getAsLong());
        return lastMillis;
    }

    /** About what the brokers' clock shows. */
    long nowMillis() {
        return clock.getAsLong();
    }
}
