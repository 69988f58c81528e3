package dev.effe.server.dispatch;

/** Told how invocations end: the seam for metrics. Called on any thread; must be quick and must not throw. */
@FunctionalInterface
public interface DispatchListener {

    /** An invocation ended, after so many nanoseconds since its dispatch. */
    void ended(Outcome outcome, long nanos);

    /**
     * A function threw. Called when the answer need not wait for it any more, once at most for each invocation.
     *
     * @param failure its methods are user code, and may take their time
     */
    default void failed(Throwable failure) {}

    /** Tells another listener too. */
    default DispatchListener and(DispatchListener other) {
        DispatchListener first = this;
        return new DispatchListener() {
            @Override
            public void ended(Outcome outcome, long nanos) {
                first.ended(outcome, nanos);
                other.ended(outcome, nanos);
            }

            @Override
            public void failed(Throwable failure) {
                first.failed(failure);
                other.failed(failure);
            }
        };
    }
}
