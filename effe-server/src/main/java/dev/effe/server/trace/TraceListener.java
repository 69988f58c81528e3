package dev.effe.server.trace;

/** Told of requests that were traced. Called on any thread; must be quick. */
@FunctionalInterface
interface TraceListener {

    void ended(SampledTrace trace);
}
