package dev.effe.server.topics;

import dev.effe.spi.topics.LaneState;
import java.util.List;

/**
 * The state of a group over all processes, as the store has it: within the last seconds. Immutable.
 *
 * @param lag about how many events it has still to settle, those put aside left out
 * @param oldestMillis the age of the oldest of them
 * @param parked how many are put aside and will be tried again
 * @param dead how many are given up and kept
 * @param lanes all lanes and who has them; none before a process has begun the group
 * @param running how many run in this process
 * @param paused whether so many have failed in this process that one at a time is tried
 */
public record GroupView(
        GroupName name,
        long lag,
        long oldestMillis,
        long parked,
        long dead,
        List<LaneState> lanes,
        int running,
        boolean paused) {

    /** Copies the list. */
    public GroupView {
        lanes = List.copyOf(lanes);
    }
}
