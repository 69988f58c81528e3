package dev.effe.server.topics;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.TopicStore;
import java.util.function.LongSupplier;

/** The store that tests use keeps the promises of others too, but for the longest one. */
class MemoryTopicStoreTest extends SharedTopicStoreContract {

    private final MemoryTopics shared = new MemoryTopics(nowMillis::get);

    @Override
    protected TopicStore open(LongSupplier clock) {
        return new MemoryTopicStore(shared, "first/1");
    }

    @Override
    protected TopicStore openOther() {
        return new MemoryTopicStore(shared, "other/2");
    }

    @Override
    protected void letLeasesRunOut() {
        nowMillis.addAndGet(LaneClaims.LEASE.toMillis());
    }

    @Override
    protected boolean lasts() {
        return false;
    }
}
