package dev.effe.server.dispatch;

/** Told how invocations end: the seam for metrics. Called on any thread; must be quick and must not throw. */
@FunctionalInterface
public interface DispatchListener {

    /** An invocation ended, after so many nanoseconds since its dispatch. */
    void ended(Outcome outcome, long nanos);

    /** Tells another listener too. */
    default DispatchListener and(DispatchListener other) {
        return (outcome, nanos) -> {
            ended(outcome, nanos);
            other.ended(outcome, nanos);
        };
    }
}
