package dev.effe.server.topics;

import dev.effe.spi.topics.TopicStore;
import java.util.function.LongSupplier;

/** The store that tests use keeps the promises of others too, but for the longest one. */
class MemoryTopicStoreTest extends TopicStoreContract {

    @Override
    protected TopicStore open(LongSupplier clock) {
        return new MemoryTopicStore(clock);
    }

    @Override
    protected boolean lasts() {
        return false;
    }
}
