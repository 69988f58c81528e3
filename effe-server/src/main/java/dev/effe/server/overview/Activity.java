package dev.effe.server.overview;

import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Outcome;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that end. Costs a call two additions. Thread-safe. */
final class Activity implements DispatchListener {

    final LongAdder failures = new LongAdder();
    final LongAdder ends = new LongAdder();
    final Latencies latencies = new Latencies();
    final RecentCalls recent = new RecentCalls();

    @Override
    public void ended(EndedInvocation invocation) {
        boolean failed = isFailure(invocation.outcome());
        ends.increment();
        if (failed) {
            failures.increment();
        }
        latencies.add(invocation.totalNanos());
        recent.add(invocation, failed);
    }

    /** A status that the function means is an answer. */
    private static boolean isFailure(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.meant() == null || failed.meant().status() >= 500;
        }
        return outcome instanceof Outcome.TimedOut || outcome instanceof Outcome.Rejected;
    }
}
