package dev.effe.server.dispatch;

import dev.effe.CallException;
import dev.effe.StatusException;
import dev.effe.server.log.CallLog;
import dev.effe.server.log.Causes;
import dev.effe.server.log.FailureLog;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.spi.FunctionErrorException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what functions threw. To read it is to call user code, which may take its time or never return: a failure of a
 * class of the user's is read after the answer, by a worker of its own. Only where the client is told of the failure, as
 * by the Invoke API, is it read before, while the deadline still counts. Thread-safe.
 */
final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final RateLimitedLog checks = new RateLimitedLog(log);
    private static final RateLimitedLog calls = new RateLimitedLog(log);

    private final Executor workers;
    private final DispatchListener listener;

    Failures(Executor workers, DispatchListener listener) {
        this.workers = workers;
        this.listener = listener;
    }

    /** The function threw it just now. */
    void thrown(Invocation invocation, Throwable failure) {
        if (isReadFirst(invocation, failure)) {
            report(failure, invocation.isOver(), invocation.tellsFailures());
        }
    }

    /**
     * The answer to what it threw is on its way.
     *
     * @param late whether that is another, since the deadline was first
     */
    void answered(Invocation invocation, @Nullable Throwable failure, boolean late) {
        boolean silent = failure instanceof StatusException && !isOfAnother(failure) && !log.isDebugEnabled();
        if (failure != null && !silent && !isReadFirst(invocation, failure)) {
            later(invocation, () -> report(failure, late, false));
        }
    }

    /** The function's start threw it, for an invocation that has been refused. */
    void startThrew(Invocation invocation, Runnable telling) {
        later(invocation, telling);
    }

    /** The function's usable threw it, in an invocation that gets another context. */
    void usableThrew(Invocation invocation, Throwable failure) {
        later(invocation, () -> checks.warn("The function's usable threw: stopping the context", failure));
    }

    /** The function's reusable threw it, in an invocation that has not been answered. */
    void reusableThrew(Invocation invocation, Throwable failure) {
        later(invocation, () -> FailureLog.error(log, "The function's reusable threw: stopping the context", failure));
    }

    /** True if another function that it called is to blame. */
    private static boolean isOfAnother(Throwable failure) {
        return failure instanceof CallException call && call.status() >= 500;
    }

    private static boolean isReadFirst(Invocation invocation, Throwable failure) {
        return invocation.tellsFailures() || FailureLog.isQuick(reported(failure));
    }

    /** @param told whether the client is told of it, as on AWS, whose log has each stack */
    private void report(Throwable failure, boolean late, boolean told) {
        try {
            listener.failed(failure);
            if (failure instanceof CallException call && isOfAnother(call)) {
                calls.warn(
                        "The function answered {}, as its call of {} ended: {}",
                        call.status(),
                        call.function(),
                        call.getMessage());
            } else if (failure instanceof StatusException) {
                log.debug("The function answered with a status", failure);
            } else if (failure instanceof FunctionErrorException error && error.isLogged()) {
                log.debug("The function failed, as its own log says", failure);
            } else if (ClientGoneException.isCauseOf(failure)) {
                log.debug("The function ended because its client is gone", failure);
            } else if (late && isInterrupt(failure)) {
                log.debug("The function ended by the interrupt at its deadline", failure);
            } else {
                String when = late ? " after its deadline" : "";
                if (told) {
                    FailureLog.error(log, "The function failed{}", reported(failure), when);
                } else {
                    FailureLog.repeatable(log, "The function failed{}", reported(failure), when);
                }
            }
        } catch (Throwable t) {
            FailureLog.error(log, "The function failed, and so did what it threw", t);
        }
    }

    /** An interrupt made it fail, perhaps wrapped: the deadline was told of already. */
    private static boolean isInterrupt(Throwable failure) {
        return Causes.find(failure, InterruptedException.class) != null
                || Causes.find(failure, ClosedByInterruptException.class) != null;
    }

    /** The exception that the user threw, where an adapter wraps it. */
    private static Throwable reported(Throwable failure) {
        Throwable cause = failure instanceof FunctionErrorException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }

    private void later(Invocation invocation, Runnable reading) {
        try {
            workers.execute(() -> logFor(invocation, reading));
        } catch (RuntimeException | OutOfMemoryError e) {
            FailureLog.error(log, "No worker to log a failure", e);
        }
    }

    /** Logs for the invocation. */
    static void logFor(Invocation invocation, Runnable logging) {
        CallLog entered = invocation.enterLog();
        try {
            logging.run();
        } finally {
            entered.leave();
        }
    }
}
