package dev.effe.server.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * What a worker serves next, from when its call has ended until it is free: the request behind that call in a connection,
 * or whatever else the end lets begin, need not be handed to another thread. Confined to the worker.
 */
final class Handover {

    private static final ThreadLocal<Handover> OF_WORKER = new ThreadLocal<>();

    private @Nullable Invocation next;

    /**
     * Does what may let another invocation begin.
     *
     * @return that invocation, if there is one: the caller is to serve it
     */
    static @Nullable Invocation during(Runnable end) {
        Handover handover = new Handover();
        OF_WORKER.set(handover);
        try {
            end.run();
        } finally {
            OF_WORKER.remove();
        }
        return handover.next;
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
