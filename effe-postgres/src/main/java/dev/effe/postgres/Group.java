package dev.effe.postgres;

/**
 * A group of a topic. Immutable.
 *
 * @param name the group's name
 * @param topic the topic
 */
record Group(String name, TopicRow topic) {

    /** The first words of a failure. */
    String cannot(String what) {
        return what + " of " + name + " for " + topic.spec().name();
    }
}
