package dev.effe.server.metrics;

import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Kind;
import dev.effe.server.dispatch.Outcome;

/** The end of an invocation that a test made up. Immutable. */
record FakeEnd(Outcome outcome, long queueNanos, long startNanos, long runNanos) implements EndedInvocation {

    /** One that ran all the time. */
    FakeEnd(Outcome outcome, long nanos) {
        this(outcome, 0, 0, nanos);
    }

    @Override
    public boolean hasRun() {
        return runNanos > 0;
    }

    @Override
    public Kind kind() {
        return Kind.REQUEST;
    }

    @Override
    public String function() {
        return "";
    }

    @Override
    public String id() {
        return "a";
    }

    @Override
    public String traceparent() {
        return "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    }

    @Override
    public long contextId() {
        return 1;
    }

    @Override
    public long totalNanos() {
        return queueNanos + startNanos + runNanos;
    }
}
