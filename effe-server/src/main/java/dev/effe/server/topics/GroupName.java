package dev.effe.server.topics;

/**
 * The name of a group of a topic, which any process of the application may deliver. Immutable.
 *
 * @param function the function that it runs
 */
public record GroupName(String group, String topic, String function) {

    boolean isOf(TriggerRules rules) {
        return rules.group().equals(group) && rules.topic().equals(topic);
    }
}
