package dev.effe.server.dispatch;

/**
 * Told how invocations end, of whatever kind they are: the seam for metrics, reports and traces. Called on any thread;
 * must be quick and must not throw.
 */
@FunctionalInterface
public interface DispatchListener {

    /** An invocation ended. Called before its caller is told. */
    void ended(EndedInvocation invocation);

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
            public void ended(EndedInvocation invocation) {
                first.ended(invocation);
                other.ended(invocation);
            }

            @Override
            public void failed(Throwable failure) {
                first.failed(failure);
                other.failed(failure);
            }
        };
    }
}
