package dev.effe.server.trace;

import dev.effe.server.dispatch.RequestTrace.Step;

/**
 * A step that is not kept, because its trace is not sampled or has too many.
 *
 * @param traceparent of the span that takes its place
 */
record Unkept(String traceparent) implements Step {

    @Override
    public void ended(int status, String failure) {}
}
