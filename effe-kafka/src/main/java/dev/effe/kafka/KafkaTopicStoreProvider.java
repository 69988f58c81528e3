package dev.effe.kafka;

import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import dev.effe.spi.topics.TopicStoreProvider;

/** Opens stores of topics in Apache Kafka. Thread-safe. */
public final class KafkaTopicStoreProvider implements TopicStoreProvider {

    /** For ServiceLoader. */
    public KafkaTopicStoreProvider() {}

    @Override
    public String kind() {
        return "kafka";
    }

    @Override
    public TopicStore open(StoreAddress address) throws TopicException {
        return new KafkaTopicStore(new Clients(address), address, Times.OF_BROKERS);
    }

    @Override
    public String script(StoreAddress address) {
        return "-- Kafka needs no statements: see docs/topics.md for the rights that Effe's user needs.\n";
    }
}
