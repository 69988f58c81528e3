package dev.effe.spi.trace;

import java.util.List;

/** Sends spans to a collector. Thread-safe. */
public interface SpanExporter extends AutoCloseable {

    /**
     * Takes the spans of a request that has ended, to send them later, or drops and counts them where it has too many.
     * Called on threads of functions: never waits, never throws.
     *
     * @param spans all of one process's part of a trace
     */
    void export(List<SpanRecord> spans);

    /**
     * The spans that a collector has taken.
     *
     * @return their number since the start
     */
    long exported();

    /**
     * The spans that no collector has taken, and none will.
     *
     * @return their number since the start
     */
    long dropped();

    /** Sends what it has, for at most a few seconds; what is left then is dropped. */
    @Override
    void close();
}
