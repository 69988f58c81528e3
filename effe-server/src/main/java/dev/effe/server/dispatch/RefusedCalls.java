package dev.effe.server.dispatch;

import dev.effe.Request;
import dev.effe.server.dispatch.Outcome.Rejected;
import dev.effe.server.dispatch.Outcome.Rejection;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.text.TargetPath;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logs which calls are refused for overload: a minute has one line of each kind and a number. Stateless. */
final class RefusedCalls {

    private static final RateLimitedLog overloaded = new RateLimitedLog(LoggerFactory.getLogger(RefusedCalls.class));
    private static final RateLimitedLog late = new RateLimitedLog(LoggerFactory.getLogger(RefusedCalls.class));

    private RefusedCalls() {}

    /** Logs one, if it is of those. */
    static void tell(String function, @Nullable Request request, Rejected rejected) {
        if (request == null) {
            return;
        }
        if (rejected.reason() == Rejection.OVERLOADED) {
            tell(overloaded, function, request, "max-contexts run and the queue is full");
        } else if (rejected.reason() == Rejection.QUEUE_TIMED_OUT) {
            tell(late, function, request, "it waited for as long as it may (queue-timeout), or would have");
        }
    }

    private static void tell(RateLimitedLog log, String function, Request request, String why) {
        log.warn(
                "{} {}{} is refused with 503: {} (request {})",
                request.method(),
                TargetPath.of(request.target()),
                function.isEmpty() ? "" : " of " + function,
                why,
                request.id());
    }
}
