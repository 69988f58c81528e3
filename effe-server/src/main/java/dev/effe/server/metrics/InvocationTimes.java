package dev.effe.server.metrics;

import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/** The durations of invocations, by outcome, and of their waits before they ran. Thread-safe. */
final class InvocationTimes implements DispatchListener {

    /** Of those that ran. */
    final Durations queue = new Durations();
    /** Of those that waited for it. */
    final Durations start = new Durations();

    private final Durations succeeded = new Durations();
    private final Durations answeredStatus = new Durations();
    private final Durations failed = new Durations();
    private final Durations timedOut = new Durations();
    private final Durations rejected = new Durations();
    private final Durations abandoned = new Durations();

    @Override
    public void ended(EndedInvocation invocation) {
        of(invocation.outcome()).add(invocation.totalNanos());
        if (invocation.hasRun()) {
            queue.add(invocation.queueNanos());
        }
        if (invocation.isCold()) {
            start.add(invocation.startNanos());
        }
    }

    private Durations of(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded) {
            return succeeded;
        }
        if (outcome instanceof Outcome.Failed failure) {
            return failure.meant() == null ? failed : answeredStatus;
        }
        if (outcome instanceof Outcome.Abandoned) {
            return abandoned;
        }
        return outcome instanceof Outcome.TimedOut ? timedOut : rejected;
    }

    /** Returns those that have occurred, by the outcome's name among the metrics. */
    Map<String, Durations> byOutcome() {
        Map<String, Durations> times = new LinkedHashMap<>();
        times.put("succeeded", succeeded);
        times.put("status", answeredStatus);
        times.put("failed", failed);
        times.put("timed_out", timedOut);
        times.put("rejected", rejected);
        times.put("abandoned", abandoned);
        times.values().removeIf(Durations::isEmpty);
        return times;
    }
}
