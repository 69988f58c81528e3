package dev.effe.server.topics;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;
import java.util.Map;

/** The events of a topic that a group is given. Confined to the engine's thread. */
interface EventLog {

    /** Reads events: see {@link TopicStore#read}. */
    Batch read(Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException;

    /** The offset of the last one, as far as is known now. */
    long last() throws TopicException;

    /** True if the read before this found nothing only because it was not to take longer. */
    default boolean isCutShort() {
        return false;
    }

    /** All events of a topic. */
    static EventLog of(TopicStore store, String topic) {
        return new EventLog() {
            @Override
            public Batch read(Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
                return store.read(topic, afterByLane, most, mostBytes);
            }

            @Override
            public long last() throws TopicException {
                return store.offsetAt(topic, Instant.MAX) - 1;
            }
        };
    }
}
