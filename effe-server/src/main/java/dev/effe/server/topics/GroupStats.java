package dev.effe.server.topics;

/**
 * The state of a group. Immutable.
 *
 * @param lag about how many events it has still to settle, those put aside left out
 * @param oldestMillis the age of the oldest of them
 * @param parked how many are put aside and will be tried again
 * @param dead how many are given up and kept
 * @param running how many run
 * @param lanes how many lanes this process has
 * @param paused whether so many have failed that one at a time is tried
 */
public record GroupStats(
        String group,
        String topic,
        String function,
        long lag,
        long oldestMillis,
        long parked,
        long dead,
        int running,
        int lanes,
        boolean paused) {}
