package dev.effe.server;

import org.jspecify.annotations.Nullable;

/**
 * The ways from functions to others. Immutable.
 *
 * @param application the name of their application; "" if they are of none
 * @param calling which function may call which; null if none may
 * @param topics the topics that are served; null if there are none
 */
record ServingLinks(
        String application,
        @Nullable Calling calling,
        @Nullable TopicPlan topics) {

    static final ServingLinks NONE = new ServingLinks(null, null);

    ServingLinks(@Nullable Calling calling, @Nullable TopicPlan topics) {
        this("", calling, topics);
    }
}
