package dev.effe.spi.topics;

import java.time.Duration;
import java.util.Set;

/**
 * The membership of a process in a group, and its claims to lanes of a topic. A lane is one process's at a time. Its claim
 * ends {@link #LEASE} after the last renewal by the store's clock, or when it is given back; then another member may claim
 * the lane. Each claim has an epoch of its own, so that a write by an earlier one is refused.
 *
 * <p>One thread at a time calls it and {@link TopicStore#commit}.
 */
public interface LaneClaims extends AutoCloseable {

    /** The time that a claim and a membership last without a renewal. */
    Duration LEASE = Duration.ofSeconds(15);

    /** The time between two renewals. */
    Duration RENEWAL = Duration.ofSeconds(3);

    /**
     * The group.
     *
     * @return its name
     */
    String group();

    /**
     * The topic.
     *
     * @return its name
     */
    String topic();

    /**
     * Joins the group or stays in it, renews the claims, and claims free lanes up to an even share: with L lanes and M
     * members each has L/M of them, rounded down or up. A claim whose lease is over is renewed too, unless another member
     * has claimed the lane since. The first call claims the first lanes.
     *
     * @return the changes since the last call
     * @throws TopicException if the store does not answer; lanes are then held until their lease is over
     */
    LaneShare renew() throws TopicException;

    /**
     * Has the process leave the group. From the next renewal on it is no member and claims nothing; what it holds is
     * renewed, and surplus. Does not block.
     */
    void leave();

    /**
     * Frees lanes for others at once. Leaves lanes alone that are not this process's.
     *
     * @param lanes those of which all that is over was committed
     * @throws TopicException if that is not done or not known
     */
    void giveBack(Set<Integer> lanes) throws TopicException;

    /** Frees all lanes and leaves the group, as far as the store answers. Does nothing the second time. */
    @Override
    void close();
}
