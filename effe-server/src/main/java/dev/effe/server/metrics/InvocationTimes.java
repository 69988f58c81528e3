package dev.effe.server.metrics;

import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The durations of invocations, by outcome, and of their waits before they ran. Thread-safe. */
final class InvocationTimes implements DispatchListener {

    /** The waits of those that ran. */
    final Durations queue = new Durations();
    /** The starts that an invocation waited for. */
    final Durations start = new Durations();

    private final Map<String, Durations> byOutcome = new LinkedHashMap<>();

    InvocationTimes() {
        for (String outcome : List.of("succeeded", "status", "failed", "timed_out", "rejected", "abandoned")) {
            byOutcome.put(outcome, new Durations());
        }
    }

    @Override
    public void ended(EndedInvocation invocation) {
        Objects.requireNonNull(byOutcome.get(Outcome.label(invocation.outcome())))
                .add(invocation.totalNanos());
        if (invocation.hasRun()) {
            queue.add(invocation.queueNanos());
        }
        if (invocation.isCold()) {
            start.add(invocation.startNanos());
        }
    }

    /** Returns those that have occurred, by the outcome's name among the metrics. */
    Map<String, Durations> byOutcome() {
        Map<String, Durations> times = new LinkedHashMap<>(byOutcome);
        times.values().removeIf(Durations::isEmpty);
        return times;
    }
}
