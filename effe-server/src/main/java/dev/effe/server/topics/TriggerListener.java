package dev.effe.server.topics;

/** Told of each attempt. Called on any thread; must not block. */
@FunctionalInterface
public interface TriggerListener {

    TriggerListener NONE = (group, topic, outcome, nanos) -> {};

    /** The outcomes of attempts. */
    enum Outcome {
        DONE,
        FAILED,
        DEAD,
        REFUSED;

        /** The value of its label. */
        public String label() {
            return switch (this) {
                case DONE -> "done";
                case FAILED -> "failed";
                case DEAD -> "dead";
                case REFUSED -> "refused";
            };
        }
    }

    /**
     * An attempt is over.
     *
     * @param outcome what becomes of the event
     * @param nanos how long the attempt took
     */
    void ended(String group, String topic, Outcome outcome, long nanos);
}
