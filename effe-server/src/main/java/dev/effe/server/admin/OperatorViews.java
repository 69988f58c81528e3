package dev.effe.server.admin;

import dev.effe.server.dispatch.RunningCall;
import dev.effe.server.events.EventQueue;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a server that the admin port tells of. Immutable.
 *
 * @param events the queues of events, by function; none if there can be no events
 * @param topics the pages of topics; null if there are none
 * @param calls the threads in functions now
 */
public record OperatorViews(
        Map<String, EventQueue> events, Pages.@Nullable Part topics, Supplier<List<RunningCall>> calls) {}
