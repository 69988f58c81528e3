package dev.effe.spi.topics;

import java.util.Set;

/** A refusal to write, since another process has claimed some of the lanes. Nothing was written. */
public final class LostClaimException extends TopicException {

    private static final long serialVersionUID = 1;

    private final transient Set<Integer> lanes;

    /**
     * Makes one.
     *
     * @param lanes the lanes that are not the writer's any more; one at least
     */
    public LostClaimException(Set<Integer> lanes) {
        super("Another process has lanes " + lanes);
        this.lanes = Set.copyOf(lanes);
    }

    /**
     * The lanes that are lost.
     *
     * @return their numbers
     */
    public Set<Integer> lanes() {
        return lanes;
    }
}
