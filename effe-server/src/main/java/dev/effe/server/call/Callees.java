package dev.effe.server.call;

/** The functions that one function may call. Thread-safe. */
@FunctionalInterface
public interface Callees {

    /**
     * Finds one.
     *
     * @throws IllegalStateException if it may not be called; the message says what would allow it
     */
    Callee callee(String function);
}
