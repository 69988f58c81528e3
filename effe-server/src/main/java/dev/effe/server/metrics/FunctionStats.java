package dev.effe.server.metrics;

import dev.effe.server.dispatch.Admission;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PoolStats;

/**
 * The contexts and invocations of a function at one moment. Immutable.
 *
 * @param contexts its contexts
 * @param limit the most contexts that it may have
 * @param running invocations that have a worker
 * @param queued invocations that wait for a worker
 * @param open invocations whose response is not flushed
 */
public record FunctionStats(PoolStats contexts, int limit, int running, int queued, int open) {

    /** The figures of a function that never was. */
    public static final FunctionStats NONE = new FunctionStats(new PoolStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, 0, 0, 0);

    /** The figures of now. */
    public static FunctionStats of(ContextPool<?> pool, Admission admission) {
        return new FunctionStats(
                pool.stats(), admission.limit(), admission.running(), admission.queued(), admission.permits());
    }

    /** The sum of both. */
    public FunctionStats plus(FunctionStats other) {
        return new FunctionStats(
                contexts.plus(other.contexts),
                Math.max(limit, other.limit),
                running + other.running,
                queued + other.queued,
                open + other.open);
    }
}
