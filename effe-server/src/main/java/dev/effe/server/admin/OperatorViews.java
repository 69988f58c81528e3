package dev.effe.server.admin;

import dev.effe.server.dispatch.RunningCall;
import dev.effe.server.events.EventQueue;
import dev.effe.server.overview.FunctionView;
import dev.effe.server.overview.Overview;
import dev.effe.server.topics.TopicOperations;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a server that the admin port tells of. Immutable.
 *
 * @param events the queues of events, by function; none if there can be no events
 * @param topics the topics; null if there are none
 * @param topicPages the pages of topics; null if there are none
 * @param traces the page of traces; null if none are kept
 * @param calls the threads in functions now
 * @param functions the functions now
 * @param overview the figures of the last minutes
 * @param settings lines as {@code --print-config} prints them
 */
public record OperatorViews(
        Map<String, EventQueue> events,
        @Nullable TopicOperations topics,
        Pages.@Nullable Part topicPages,
        Pages.@Nullable Part traces,
        Supplier<List<RunningCall>> calls,
        Supplier<List<FunctionView>> functions,
        Overview overview,
        Supplier<String> settings) {}
