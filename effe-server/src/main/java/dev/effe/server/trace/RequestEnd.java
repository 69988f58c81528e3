package dev.effe.server.trace;

import dev.effe.Response;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a traced request. Immutable.
 *
 * @param status of the answer; 0 for none
 * @param error what went wrong in the server's words or as a class's name; "" for nothing
 * @param ran whether the function began to run
 */
record RequestEnd(
        int status,
        String error,
        boolean ran,
        long contextId,
        long queueNanos,
        long startNanos,
        long runNanos,
        long totalNanos) {

    static final RequestEnd NONE = new RequestEnd(0, "", false, 0, 0, 0, 0, 0);

    /** A shorter wait is no wait: the time of a thread to begin. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    static RequestEnd of(EndedInvocation invocation, @Nullable Response response) {
        Outcome outcome = invocation.outcome();
        return new RequestEnd(
                status(outcome, response),
                error(outcome),
                invocation.hasRun(),
                invocation.contextId(),
                invocation.queueNanos(),
                invocation.startNanos(),
                invocation.runNanos(),
                invocation.totalNanos());
    }

    private static int status(Outcome outcome, @Nullable Response response) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.meant() == null ? 500 : failed.meant().status();
        }
        if (outcome instanceof Outcome.TimedOut) {
            return 504;
        }
        if (outcome instanceof Outcome.Rejected) {
            return 503;
        }
        return outcome instanceof Outcome.Succeeded && response instanceof HttpResponse http ? http.status() : 0;
    }

    /** No message, which may hold what is nobody's business. */
    private static String error(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.meant() == null ? failed.cause().getClass().getName() : "";
        }
        if (outcome instanceof Outcome.TimedOut) {
            return "timed_out";
        }
        if (outcome instanceof Outcome.Abandoned) {
            return "client_gone";
        }
        return outcome instanceof Outcome.Rejected rejected
                ? rejected.reason().name().toLowerCase(Locale.ROOT)
                : "";
    }

    boolean hasRun() {
        return ran;
    }

    boolean hasWaited() {
        return queueNanos >= WAIT_NANOS;
    }

    /** Why it failed; null if it did not. */
    @Nullable String failure(RequestFacts facts) {
        if (!error.isEmpty()) {
            return error;
        }
        return facts.isFailure(status) ? Integer.toString(status) : null;
    }

    void addTo(Map<String, Object> attributes) {
        if (status != 0) {
            attributes.put("http.response.status_code", (long) status);
        }
        if (!error.isEmpty()) {
            attributes.put("error.type", error);
        }
        if (ran) {
            attributes.put("faas.coldstart", startNanos > 0);
            attributes.put("effe.context", contextId);
        }
    }
}
