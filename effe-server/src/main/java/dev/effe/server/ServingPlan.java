package dev.effe.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a server is to serve, and the ways to them. Immutable.
 *
 * @param functions not loaded yet; one at least
 * @param routing which requests are for which function
 * @param calling which function may call which; null if none has others
 * @param topics the topics that are served; null if there are none
 */
record ServingPlan(
        List<FunctionPlan> functions,
        Routing routing,
        @Nullable Calling calling,
        @Nullable TopicPlan topics) {}
