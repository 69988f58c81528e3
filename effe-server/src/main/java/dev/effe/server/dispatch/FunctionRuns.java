package dev.effe.server.dispatch;

import dev.effe.server.dispatch.Outcome.Failed;
import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.log.CallLog;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.pool.ClaimException;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PooledContext;
import dev.effe.server.threads.Fatal;
import dev.effe.server.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A worker's way through the function's code for one invocation: a context that is usable, the run, its failure. Thread-safe. */
final class FunctionRuns<C extends @Nullable Object> {

    private static final RateLimitedLog failedClaims = new RateLimitedLog(LoggerFactory.getLogger(FunctionRuns.class));

    private final LoadedFunction<C> function;
    private final ContextPool<C> pool;
    private final long timeoutNanos;
    private final Failures failures;
    private final Ticker ticker;

    FunctionRuns(LoadedFunction<C> function, long timeoutNanos, Failures failures, Ticker ticker) {
        this.function = function;
        this.pool = function.pool();
        this.timeoutNanos = timeoutNanos;
        this.failures = failures;
        this.ticker = ticker;
    }

    /** Claims a context for a run; one that is not usable is replaced by another. Null if the invocation is over. */
    @Nullable PooledContext<C> enter(Invocation invocation) {
        while (true) {
            PooledContext<C> context = invocation.isOver() ? null : claim(invocation);
            if (context == null) {
                return null;
            }
            if (!invocation.enter(context, ticker.nanos())) {
                pool.release(context);
                return null;
            }
            if (!context.isUnchecked()) {
                return context;
            }
            if (isUsable(invocation, context)) {
                invocation.begins(ticker.nanos(), 0);
                return context;
            }
            invocation.exit();
            pool.discard(context);
        }
    }

    /** Asks the function, whose time it is: at the deadline it is interrupted, and its context goes, as in a run. */
    private boolean isUsable(Invocation invocation, PooledContext<C> context) {
        CallLog entered = invocation.enterLog();
        try {
            if (function.usable(context.value()) && !invocation.isOver()) {
                context.checked();
                return true;
            }
        } catch (Throwable t) {
            failures.usableThrew(invocation, t);
        } finally {
            entered.leave();
        }
        return false;
    }

    private @Nullable PooledContext<C> claim(Invocation invocation) {
        try {
            return pool.claim(
                    invocation.dispatchedNanos() + Math.min(timeoutNanos, invocation.callerNanos()), invocation);
        } catch (ClaimException e) {
            Rejection reason = switch (e.reason()) {
                case CLOSED -> Rejection.DRAINING;
                case NO_PLACE -> Rejection.OVERLOADED;
                case START_FAILED, START_TIMED_OUT, BACKING_OFF -> Rejection.START_FAILED;
            };
            invocation.end(new Rejected(reason, e.retryAfter()));
            if (e.reason() == ClaimException.Reason.START_FAILED) {
                failures.startThrew(invocation, () -> function.startFailed(e));
            }
        } catch (InterruptedException e) {
            invocation.end(Dispatcher.DRAINING);
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            Failures.logFor(invocation, () -> failedClaims.error("No context could be claimed", e));
            invocation.end(new Failed(e));
        }
        return null;
    }

    /**
     * Runs it in a context that it has entered.
     *
     * @return the failure; null if it returned
     */
    @Nullable Throwable run(Invocation invocation, PooledContext<C> context) {
        CallLog entered = invocation.enterLog();
        Invocation.Completion told = invocation.completion(); // Null if the deadline has passed just now.
        try {
            if (told != null) {
                told.beginning(context.takeStartNanos());
            }
            function.run(context.value(), invocation.request(), invocation.response());
            if (told != null) {
                told.ending();
            }
            return null;
        } catch (Throwable failure) {
            failures.thrown(invocation, failure);
            return failure;
        } finally {
            if (told != null) {
                told.left();
            }
            entered.leave();
        }
    }

    /** Asks the function, after a failure, whether the context may serve another run. */
    boolean isReusable(Invocation invocation, PooledContext<C> context, Throwable failure) {
        if (failure instanceof VirtualMachineError || failure instanceof LinkageError) {
            return false;
        }
        try {
            return function.reusable(context.value(), failure);
        } catch (Throwable t) {
            failures.reusableThrew(invocation, t);
            return false;
        }
    }
}
