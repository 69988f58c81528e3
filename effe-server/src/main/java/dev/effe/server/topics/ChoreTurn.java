package dev.effe.server.topics;

import dev.effe.spi.topics.TopicException;

/** The turns of a chore: after a failure of the store it has the next one a second later. Confined to the engine's thread. */
final class ChoreTurn {

    private final Chore chore;
    private final StoreFailures failures;
    private long dueMillis;
    private boolean failed;

    ChoreTurn(Chore chore, StoreFailures failures) {
        this.chore = chore;
        this.failures = failures;
    }

    void step(long nowMillis) {
        if (failed) {
            return;
        }
        try {
            dueMillis = chore.step(nowMillis);
        } catch (TopicException | RuntimeException e) {
            failed = true;
            failures.add("due times of schedules, which wait", e);
        }
    }

    /** A second has passed. */
    void tick() {
        failed = false;
    }

    /** When it has something to do, if nothing happens before; {@link Long#MAX_VALUE} after a failure. */
    long dueMillis() {
        return failed ? Long.MAX_VALUE : dueMillis;
    }
}
