package dev.effe.server.topics.due;

import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;

/**
 * The store's clock, estimated by the process's own: it is asked each minute, and when the own one has jumped. Confined to
 * the engine's thread.
 */
final class StoreTime {

    private static final long ASK_MILLIS = 60_000;
    /** The engine looks each second. */
    private static final long JUMP_MILLIS = 5_000;

    private final TopicStore store;
    /** The time by which the store's clock is ahead of the process's own. */
    private long aheadMillis;

    private long askedMillis;
    private long seenMillis;

    StoreTime(TopicStore store) {
        this.store = store;
    }

    /** About the store's time. */
    Instant about(long nowMillis) throws TopicException {
        boolean jumped = nowMillis < seenMillis || nowMillis - seenMillis > JUMP_MILLIS;
        seenMillis = nowMillis;
        if (jumped || nowMillis - askedMillis >= ASK_MILLIS) {
            return ask(nowMillis);
        }
        return Instant.ofEpochMilli(nowMillis + aheadMillis);
    }

    /** The store's time. */
    Instant ask(long nowMillis) throws TopicException {
        Instant now = store.now();
        aheadMillis = now.toEpochMilli() - nowMillis;
        askedMillis = nowMillis;
        seenMillis = nowMillis;
        return now;
    }

    /** About what the process's clock shows at a time of the store's. */
    long ownMillis(Instant time) {
        return time.toEpochMilli() - aheadMillis;
    }
}
