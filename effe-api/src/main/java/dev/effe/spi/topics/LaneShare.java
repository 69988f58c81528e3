package dev.effe.spi.topics;

import java.util.Map;
import java.util.Set;

/**
 * The lanes of a process after a renewal. Immutable.
 *
 * @param gained by lane that was claimed by it, the offset up to which the group is through
 * @param lost lanes that it had and another process has claimed since: nothing of them may be committed
 * @param surplus held lanes that are more than its share, told by each renewal until they are given back or belong to it
 *     again: it begins nothing of them, and gives each back once nothing of it runs
 */
public record LaneShare(Map<Integer, Long> gained, Set<Integer> lost, Set<Integer> surplus) {

    /** Copies the collections. */
    public LaneShare {
        gained = Map.copyOf(gained);
        lost = Set.copyOf(lost);
        surplus = Set.copyOf(surplus);
    }
}
