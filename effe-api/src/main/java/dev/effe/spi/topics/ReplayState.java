package dev.effe.spi.topics;

import java.util.Optional;

/**
 * A replay, as a store keeps it: STARTING → RUNNING → DONE, CANCELLED or FAILED. Its progress is with the group that it is
 * delivered as. Immutable.
 *
 * @param name its name, unique in the store
 * @param version how often it was saved; 0 if it was not
 * @param phase where it is
 * @param plan the events
 * @param end its end; there once it has ended
 */
public record ReplayState(String name, long version, Phase phase, ReplayPlan plan, Optional<ReplayEnd> end) {

    /** The beginning of the names of groups that are replays. No other group has it in its name. */
    public static final String GROUPS = "replay/";

    /** The phases of a replay. */
    public enum Phase {
        /** It was asked for. */
        STARTING,
        /** Its group is there, and its events are delivered. */
        RUNNING,
        /** All of its events are settled. */
        DONE,
        /** Somebody has ended it. */
        CANCELLED,
        /** It could not go on. */
        FAILED
    }

    /**
     * The name of the group that it is delivered as.
     *
     * @return {@code replay/} and its name
     */
    public String group() {
        return GROUPS + name;
    }

    /**
     * Tells if it has ended.
     *
     * @return whether nothing of it will be delivered
     */
    public boolean isOver() {
        return end.isPresent();
    }

    /**
     * The same in another phase, to be saved over this.
     *
     * @param next STARTING or RUNNING
     * @return with the version of this
     */
    public ReplayState in(Phase next) {
        return new ReplayState(name, version, next, plan, Optional.empty());
    }

    /**
     * The same with its end, to be saved over this.
     *
     * @param how DONE, CANCELLED or FAILED
     * @param ended the end
     * @return with the version of this
     */
    public ReplayState ended(Phase how, ReplayEnd ended) {
        return new ReplayState(name, version, how, plan, Optional.of(ended));
    }

    /**
     * The same as it is kept once it was saved.
     *
     * @return with the next version
     */
    public ReplayState saved() {
        return new ReplayState(name, version + 1, phase, plan, end);
    }
}
