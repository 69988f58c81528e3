package dev.effe.server.call;

/** A function that another one calls, here or elsewhere. Thread-safe. */
@FunctionalInterface
public interface Callee {

    /**
     * Sends it a request, and waits for the answer. Never throws for want of one. If the thread is interrupted the request
     * is given up, and the thread stays interrupted.
     */
    Reply send(Outgoing request);
}
