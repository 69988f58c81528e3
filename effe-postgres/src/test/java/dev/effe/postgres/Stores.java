package dev.effe.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tests do with stores of topics. Stateless. */
final class Stores {

    static final String TOPIC = "placed";
    static final int LANES = 4;
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final List<TopicSpec> TOPICS = List.of(new TopicSpec(TOPIC, LANES, Optional.empty()));

    private Stores() {}

    static PostgresTopicStore open(PostgresAddress address) throws TopicException {
        PostgresTopicStore store = new PostgresTopicStore(address, new Schema("effe"), "host/1");
        try {
            store.create(TOPICS);
            return store;
        } catch (TopicException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    static NewEvent event(String key, String payload) {
        return event(key, payload.getBytes(UTF_8));
    }

    static NewEvent event(String key, byte[] payload) {
        return new NewEvent(TOPIC, Optional.ofNullable(key), Optional.empty(), "text/plain", Map.of(), payload);
    }

    static void append(TopicStore store, String key, String payload) throws TopicException {
        store.append(List.of(event(key, payload)), PATIENCE);
    }

    static List<StoredEvent> events(TopicStore store, long after) throws TopicException {
        Map<Integer, Long> lanes = new HashMap<>();
        for (int lane = 0; lane < LANES; lane++) {
            lanes.put(lane, after);
        }
        Batch batch = store.read(TOPIC, lanes, 1_000_000, Long.MAX_VALUE);
        return batch.events();
    }

    static List<String> payloads(TopicStore store) throws TopicException {
        return events(store, 0).stream()
                .map(event -> new String(event.payload(), UTF_8))
                .toList();
    }
}
