package dev.effe.postgres;

/** Tells appends that the inbox has more events than they move besides, until the relay has caught up. Thread-safe. */
final class Backlog {

    private volatile boolean there;

    boolean isThere() {
        return there;
    }

    void found() {
        there = true;
    }

    void gone() {
        there = false;
    }
}
