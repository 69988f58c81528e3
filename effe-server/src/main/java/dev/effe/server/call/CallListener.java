package dev.effe.server.call;

/** Told how calls end: the seam for metrics. Called on any thread; must be quick and must not throw. */
@FunctionalInterface
public interface CallListener {

    /** Hears nothing. */
    CallListener NONE = (function, callee, end, nanos) -> {};

    /** A call from one function to another ended, after so many nanoseconds. */
    void ended(String function, String callee, CallEnd end, long nanos);
}
