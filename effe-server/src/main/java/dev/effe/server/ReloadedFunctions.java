package dev.effe.server;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventStats;
import dev.effe.server.metrics.FunctionStats;
import dev.effe.server.pool.ContextPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The functions in service now, and those that are on their way out of it. Thread-safe. */
final class ReloadedFunctions implements AutoCloseable {

    /** Seen by health: what is on its way out gets no requests. */
    private final List<ContextPool<?>> pools = new CopyOnWriteArrayList<>();
    /** The functions in service and those that leave it, callers before those that they call: the order in which they stop. */
    private final List<ServedFunction> stopped = new CopyOnWriteArrayList<>();

    /** Written by whoever reloads; read by calls that come to a function that has been replaced. */
    private volatile Map<String, ReloadedFunction> now = Map.of();

    // Guarded by this.
    private final List<ReloadedFunction> leaving = new ArrayList<>();
    /** The counts of those that are closed, by name. */
    private final Map<String, FunctionStats> past = new HashMap<>();

    Map<String, ReloadedFunction> now() {
        return now;
    }

    List<ContextPool<?>> pools() {
        return pools;
    }

    List<ServedFunction> stopped() {
        return stopped;
    }

    private @Nullable Dispatcher<?> dispatcher(String name) {
        ReloadedFunction function = now.get(name);
        return function == null ? null : function.served().dispatcher();
    }

    /** From now on these are in service, also for calls that come to others of their names. */
    void take(Map<String, ReloadedFunction> next) {
        now = next;
        List<ContextPool<?>> current = new ArrayList<>();
        next.values()
                .forEach(function -> current.add(function.served().function().pool()));
        pools.addAll(current.stream().filter(pool -> !pools.contains(pool)).toList());
        pools.retainAll(current);
    }

    /**
     * Lets functions go that no route leads to any more. Each is closed once its last call has ended.
     *
     * @param before who of them calls whom
     * @param calling who of those in service calls whom
     */
    synchronized void release(List<ReloadedFunction> gone, Calling before, Calling calling) {
        leaving.addAll(gone);
        stopped.clear();
        leaving.forEach(function -> stopped.add(function.served()));
        stopped.addAll(calling.callersFirst(
                now.values().stream().map(ReloadedFunction::served).toList()));
        for (ReloadedFunction function : gone) {
            String name = function.served().name();
            List<ReloadedFunction> callers = now.containsKey(name) ? List.of() : callers(name, gone, before);
            function.retire(() -> dispatcher(name), callers, () -> closed(function));
        }
    }

    private static List<ReloadedFunction> callers(String callee, List<ReloadedFunction> functions, Calling calling) {
        return functions.stream()
                .filter(other -> calling.callees(other.served().name()).contains(callee))
                .toList();
    }

    private synchronized void closed(ReloadedFunction function) {
        past.merge(function.served().name(), function.served().stats(), FunctionStats::plus);
        leaving.remove(function);
        stopped.remove(function.served());
    }

    /** Everything that functions of a name have and have had. */
    synchronized FunctionStats stats(String name) {
        FunctionStats sum = past.getOrDefault(name, FunctionStats.NONE);
        ReloadedFunction current = now.get(name);
        List<ReloadedFunction> all = new ArrayList<>(leaving);
        if (current != null) {
            all.add(current);
        }
        for (ReloadedFunction function : all) {
            if (function.served().name().equals(name)) {
                sum = sum.plus(function.served().stats());
            }
        }
        return sum;
    }

    /** The events of the function of a name. */
    EventStats eventStats(String name) {
        ReloadedFunction current = now.get(name);
        EventQueue queue = current == null ? null : current.served().events();
        return queue == null ? EventStats.NONE : queue.stats();
    }

    private synchronized List<ReloadedFunction> all() {
        List<ReloadedFunction> all = new ArrayList<>(leaving);
        all.addAll(now.values());
        return all;
    }

    @Override
    public void close() {
        all().forEach(ReloadedFunction::close);
    }
}
