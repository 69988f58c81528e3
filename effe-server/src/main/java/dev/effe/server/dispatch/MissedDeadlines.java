package dev.effe.server.dispatch;

import dev.effe.Request;
import dev.effe.server.log.CallLog;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.log.ThreadStack;
import dev.effe.server.text.TargetPath;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logs which calls miss their deadline, and where their worker is then: a minute has one line and a number. Stateless. */
final class MissedDeadlines {

    private static final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(MissedDeadlines.class));

    private MissedDeadlines() {}

    /**
     * Logs one; to be called before the worker is interrupted.
     *
     * @param function the name of the function; "" where a process has one only
     * @param worker null if the call waited for a slot or a context
     * @param limit which deadline it missed
     */
    static void tell(String function, Request request, @Nullable Thread worker, long ageNanos, Invocation.Limit limit) {
        CallLog entered = CallLog.enter(function, request.id(), null);
        try {
            log.warn(
                    "{} {} was not over at its deadline{}, {} ms after it came: {}",
                    request.method(),
                    TargetPath.of(request.target()),
                    limit.text,
                    TimeUnit.NANOSECONDS.toMillis(ageNanos),
                    worker == null ? "it waited for a context" : new ThreadStack(worker));
        } finally {
            entered.leave();
        }
    }
}
