package dev.effe.spi.topics;

import java.util.Optional;
import java.util.Set;

/**
 * A choice among the events that a group has put aside. Immutable.
 *
 * @param kind the kind of them
 * @param lanes only those of these lanes; empty for all lanes of the topic, whoever has them
 * @param after only those behind this offset; 0 for all
 */
public record ParkedFilter(Kind kind, Optional<Set<Integer>> lanes, long after) {

    /** The kinds of events that are put aside. */
    public enum Kind {
        /** Events to be tried again, redriven ones among them. */
        WAITING,
        /** Events of {@link #WAITING} that were redriven, and that no commit has changed since. */
        REDRIVEN,
        /** Events that are given up. */
        DEAD
    }

    /** Copies the set. */
    public ParkedFilter {
        lanes = lanes.map(Set::copyOf);
    }

    /**
     * Chooses those of all lanes.
     *
     * @param kind the kind of them
     * @return the choice
     */
    public static ParkedFilter of(Kind kind) {
        return new ParkedFilter(kind, Optional.empty(), 0);
    }

    /**
     * Chooses those of some lanes.
     *
     * @param chosen the numbers of the lanes
     * @return the choice
     */
    public ParkedFilter in(Set<Integer> chosen) {
        return new ParkedFilter(kind, Optional.of(chosen), after);
    }

    /**
     * Chooses those behind an offset.
     *
     * @param offset the offset
     * @return the choice
     */
    public ParkedFilter behind(long offset) {
        return new ParkedFilter(kind, lanes, offset);
    }
}
