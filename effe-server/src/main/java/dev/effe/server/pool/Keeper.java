package dev.effe.server.pool;

/** Whoever keeps the minimum of a pool started. Told on any thread, under the pool's lock: must not block or call it. */
interface Keeper {

    /** Min-contexts are started, for the first time. */
    void warm();

    /** A start has ended or is overdue, and contexts are missing to the minimum. */
    void missing();
}
