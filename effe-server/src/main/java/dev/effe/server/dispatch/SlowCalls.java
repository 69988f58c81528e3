package dev.effe.server.dispatch;

import dev.effe.Request;
import dev.effe.server.log.CallLog;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.log.ThreadStack;
import dev.effe.server.text.TargetPath;
import dev.effe.server.time.Expiring;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logs which calls have become slow, and where their worker is then: a minute has one line and a number. Stateless. */
final class SlowCalls {

    private static final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(SlowCalls.class));

    private SlowCalls() {}

    /** The stand of an invocation in the queue of those that are to become slow. */
    static final class Watch extends Expiring {

        private final Invocation invocation;

        Watch(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        protected void expired() {
            invocation.becameSlow();
        }
    }

    /**
     * Logs one that is not over.
     *
     * @param worker null if the call waits for a slot or a context
     */
    static void tell(String function, Request request, @Nullable Thread worker, long ageNanos) {
        CallLog entered = CallLog.enter(function, request.id(), null);
        try {
            log.warn(
                    "{} {} is slow, {} ms after it came: {}",
                    request.method(),
                    TargetPath.of(request.target()),
                    TimeUnit.NANOSECONDS.toMillis(ageNanos),
                    worker == null ? "it waits for a context" : new ThreadStack(worker));
        } finally {
            entered.leave();
        }
    }
}
