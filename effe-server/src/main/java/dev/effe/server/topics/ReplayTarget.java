package dev.effe.server.topics;

/**
 * A function that may be given events again. Immutable, but for the places.
 *
 * @param trigger the trigger by which it gets the topic's events, or would get them
 * @param isRefused whether its trigger is not to be replayed
 */
public record ReplayTarget(Trigger trigger, boolean isRefused) {

    /** The reason why it is not given events again. */
    public String refusal() {
        TriggerRules rules = trigger.rules();
        return rules.function() + " refuses replays of " + rules.topic()
                + ": its trigger has replay: refuse in effe.yaml";
    }
}
