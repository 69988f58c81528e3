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
        boolean failed = Outcome.isFailure(invocation.outcome());
        ends.increment();
        if (failed) {
            failures.increment();
        }
        latencies.add(invocation.totalNanos());
        recent.add(invocation, failed);
    }
}
