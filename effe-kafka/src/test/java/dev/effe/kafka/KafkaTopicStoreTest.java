package dev.effe.kafka;

import dev.effe.server.topics.SharedTopicStoreContract;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.TopicStore;
import java.util.function.LongSupplier;

/** The promises of all stores of topics, and of those that processes share, in a real Kafka. */
class KafkaTopicStoreTest extends SharedTopicStoreContract {

    private final String application = KafkaBroker.newApplication();

    @Override
    protected TopicStore open(LongSupplier clock) throws Exception {
        var address = KafkaBroker.shared().of(application);
        return new KafkaTopicStore(new Clients(address), address, Times.of(clock));
    }

    @Override
    protected TopicStore openOther() throws Exception {
        return open(nowMillis::get);
    }

    @Override
    protected void letLeasesRunOut() throws Exception {
        nowMillis.addAndGet(LaneClaims.LEASE.toMillis() + 1);
        store().now(); // Tells everybody of the time.
    }
}
