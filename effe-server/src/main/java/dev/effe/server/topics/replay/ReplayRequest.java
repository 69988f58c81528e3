package dev.effe.server.topics.replay;

import dev.effe.server.topics.LogPlace;
import java.util.Optional;

/**
 * A replay that somebody asks for. Immutable.
 *
 * @param topic the topic's name
 * @param function the function that is to be given its events
 * @param key the key that they are to have; empty for all
 * @param from where the first one is looked for
 * @param until the place that the last one is before
 * @param rate how many are begun per second at most, by all processes together
 * @param name its name; empty for one that is made
 */
public record ReplayRequest(
        String topic,
        String function,
        Optional<String> key,
        LogPlace from,
        LogPlace until,
        int rate,
        Optional<String> name) {

    /** Events per second, if nobody says how many: slow enough for a service that was not made for a replay. */
    public static final int USUAL_RATE = 100;

    private static final int HIGHEST_RATE = 1_000_000;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    /** @throws IllegalArgumentException if it can never be; the message says why */
    public ReplayRequest {
        if (rate < 1 || rate > HIGHEST_RATE) {
            throw new IllegalArgumentException("rate must be from 1 to " + HIGHEST_RATE + ", but was " + rate);
        }
        if (name.isPresent() && !name.get().matches(NAME)) {
            throw new IllegalArgumentException("name must be 1 to 63 of the characters A-Z a-z 0-9 . _ - and begin with"
                    + " a letter or a digit, but was '" + name.get() + "'");
        }
        boolean isOffset = from.offset().isPresent() && until.offset().isPresent();
        boolean isTime = from.offset().isEmpty() && until.offset().isEmpty();
        if ((isOffset && from.offset().getAsLong() >= until.offset().getAsLong())
                || (isTime && !from.time().isBefore(until.time()))) {
            throw new IllegalArgumentException("from must be before until");
        }
    }
}
