package dev.effe.server.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The work that a worker serves next, from when its call has ended until it is free: the request behind that call in a
 * connection, or whatever else the end lets begin, need not be handed to another thread. Confined to the worker.
 */
final class Handover {

    private static final ThreadLocal<Handover> OF_WORKER = new ThreadLocal<>();

    private @Nullable Invocation next;

    /** The call of the current thread, a worker, has ended. {@link #close} is to follow soon. */
    static Handover open() {
        Handover handover = new Handover();
        OF_WORKER.set(handover);
        return handover;
    }

    /** The worker is free. Returns what it is to serve now, if there is anything. */
    @Nullable Invocation close() {
        OF_WORKER.remove();
        return next;
    }

    /** Leaves an invocation that has a slot to the current thread, if it is a worker about to be free. */
    static boolean take(Invocation invocation) {
        Handover handover = OF_WORKER.get();
        if (handover == null || handover.next != null) {
            return false;
        }
        handover.next = invocation;
        return true;
    }
}
