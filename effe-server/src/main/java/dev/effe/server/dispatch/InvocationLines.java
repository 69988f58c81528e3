package dev.effe.server.dispatch;

import dev.effe.server.log.AccessFormat;
import dev.effe.server.log.AccessRecord;

/**
 * Writes the access log's line of each invocation that no connection writes one for: calls between functions and events.
 * Thread-safe.
 */
public final class InvocationLines implements DispatchListener {

    private final AccessFormat format;

    /** @param format not off */
    public InvocationLines(AccessFormat format) {
        this.format = format;
    }

    @Override
    public void ended(EndedInvocation invocation) {
        if (invocation.kind() != Kind.REQUEST) {
            new AccessRecord(format, invocation.id())
                    .text("kind", invocation.kind().label())
                    .text("function", invocation.function())
                    .text("outcome", Outcome.label(invocation.outcome()))
                    .counted("context", invocation.contextId())
                    .number("in", invocation.bytesIn())
                    .number("out", invocation.bytesOut())
                    .millis("queue", invocation.queueNanos())
                    .millis("start", invocation.startNanos())
                    .millis("run", invocation.runNanos())
                    .millis("total", invocation.totalNanos())
                    .write();
        }
    }
}
