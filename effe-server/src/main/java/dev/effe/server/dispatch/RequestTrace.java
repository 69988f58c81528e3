package dev.effe.server.dispatch;

import dev.effe.Span;

/** The trace of one request, of its dispatch and what its function does. Thread-safe. */
public interface RequestTrace {

    /** The current span as a traceparent header: the innermost that this thread has begun, else that of the run. */
    String traceparent();

    /** Begins a span of the function's own. */
    Span span(String name);

    /** Begins a call of another function. */
    Step call(String function, String method);

    /**
     * Begins an append.
     *
     * @param events how many are appended at once
     */
    Step append(String topic, int events);

    /** The outcome is known. Called once, before the caller is told. */
    void ended(EndedInvocation invocation);

    /** Something that the function has others do. Ended once, by the thread that began it. */
    interface Step {

        /** Its span as a traceparent header, for whoever does it. */
        String traceparent();

        /**
         * It is over.
         *
         * @param status the HTTP status of the answer; 0 if there is none
         * @param failure why it failed, in a word or two; "" if it did not
         */
        void ended(int status, String failure);
    }
}
