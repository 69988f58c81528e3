package dev.effe.server;

import dev.effe.server.app.Store;
import dev.effe.server.app.Trigger;
import dev.effe.server.topics.GroupName;
import dev.effe.spi.topics.TopicSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The topics that a process serves, and who appends and is triggered. Immutable.
 *
 * @param application the application's name
 * @param folder where topics are kept that are in files
 * @param store the server that keeps them; empty for files
 * @param topics all that its functions use
 * @param maxEventBytes the longest payload of each, by name
 * @param appends the topics that a function may append to, by its name
 * @param triggers the triggers of each function, by its name
 * @param schedules the schedules of each function that has any, by its name
 * @param groups all groups of these topics, those of functions that other processes serve among them
 * @param maxContexts how many contexts each function has at most, by its name
 */
record TopicPlan(
        String application,
        Path folder,
        Optional<Store> store,
        List<TopicSpec> topics,
        Map<String, Integer> maxEventBytes,
        Map<String, Set<String>> appends,
        Map<String, List<Trigger.OfTopic>> triggers,
        Map<String, List<Trigger.OfSchedule>> schedules,
        List<GroupName> groups,
        Map<String, Integer> maxContexts) {}
