package dev.effe.server.trace;

import dev.effe.Span;
import dev.effe.server.dispatch.RequestTrace.Step;

/**
 * A span that is not kept, because its trace is not sampled or has too many.
 *
 * @param traceparent of the span that takes its place
 */
record Unkept(String traceparent) implements Span, Step {

    /** For who asks for no traceparent. */
    static final Unkept NONE = new Unkept("");

    @Override
    public Unkept set(String key, String value) {
        return this;
    }

    @Override
    public Unkept set(String key, long value) {
        return this;
    }

    @Override
    public Unkept set(String key, double value) {
        return this;
    }

    @Override
    public Unkept set(String key, boolean value) {
        return this;
    }

    @Override
    public Unkept failed(String reason) {
        return this;
    }

    @Override
    public void ended(int status, String failure) {}

    @Override
    public void close() {}
}
