package dev.effe.spi.topics;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that a group has put aside: to try it again, since an earlier one of its key waits, or for good.
 *
 * @param offset the event's
 * @param lane the event's
 * @param key the event's key; empty for none
 * @param attempts how often it has failed
 * @param due when it is to be tried again
 * @param deadAt when it was given up; empty if it is to be tried again
 * @param error why it failed the last time; "" if it has not yet
 */
public record Parked(
        long offset,
        int lane,
        Optional<String> key,
        int attempts,
        Instant due,
        Optional<Instant> deadAt,
        String error) {

    /**
     * Tells if it is given up.
     *
     * @return whether it is kept for whoever looks into it
     */
    public boolean isDead() {
        return deadAt.isPresent();
    }
}
