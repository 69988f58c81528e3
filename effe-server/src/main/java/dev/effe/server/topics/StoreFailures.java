package dev.effe.server.topics;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.threads.Fatal;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and tells failures of the store. Thread-safe. */
final class StoreFailures {

    private static final Logger log = LoggerFactory.getLogger(StoreFailures.class);
    private static final RateLimitedLog inUse = new RateLimitedLog(log);
    private static final RateLimitedLog unopened = new RateLimitedLog(log);

    private final LongAdder count = new LongAdder();

    /**
     * It has failed for somebody who waits.
     *
     * @param what who waits, as the end of a sentence
     */
    void add(String what, Exception why) {
        Fatal.check(why);
        count.increment();
        inUse.error("The store of topics failed for {}", what, why);
    }

    void notOpened(Exception why) {
        Fatal.check(why);
        count.increment();
        unopened.error(
                "The store of topics does not answer, so the server is not ready: {}",
                String.valueOf(why.getMessage()));
    }

    long count() {
        return count.sum();
    }
}
