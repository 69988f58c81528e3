package dev.effe.server.trace;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which traces are wanted. Immutable.
 *
 * @param id of the trace, or of a request of it; empty for any
 * @param function one that has a request of it; empty for any
 * @param failed whether a request of it must have failed
 * @param since its longest request began then or later; {@link Instant#EPOCH} for any
 * @param slowest whether those that took longest come first, and not the newest
 * @param most how many, from 1 to {@link #MOST}
 */
public record TraceQuery(
        Optional<String> id, Optional<String> function, boolean failed, Instant since, boolean slowest, int most) {

    /** The most traces of one answer. */
    public static final int MOST = 200;

    private static final Comparator<TraceView> SLOWEST =
            Comparator.comparingLong(TraceView::nanos).reversed();
    private static final Comparator<TraceView> NEWEST =
            Comparator.comparingLong(TraceView::startNanos).reversed();

    boolean matches(TraceView trace) {
        return (id.isEmpty() || trace.isCalled(id.get()))
                && (function.isEmpty() || trace.has(function.get()))
                && (!failed || trace.isFailed())
                && TimeUnit.NANOSECONDS.toMillis(trace.startNanos()) >= since.toEpochMilli();
    }

    Comparator<TraceView> order() {
        return slowest ? SLOWEST : NEWEST;
    }
}
