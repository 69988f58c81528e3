package dev.effe.server.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The queue of whoever waits for room, first come, first served. Thread-safe. */
final class RoomQueue {

    /** Somebody who waits. */
    interface Waiter {

        /** Takes the room, if there is so much. Called under the queue's lock: must not block. */
        boolean tryTake();

        /** Told that it has been taken, on any thread. Must not block. */
        void taken();
    }

    private final int most;
    // Guarded by this.
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    /** Written under the lock; read without it by whoever gives room back. */
    private volatile int size;

    /** @param most how many may wait */
    RoomQueue(int most) {
        this.most = most;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Lets one wait, unless too many do. It may be served before this returns. */
    boolean tryAdd(Waiter waiter) {
        synchronized (this) {
            if (waiters.size() >= most) {
                return false;
            }
            waiters.add(waiter);
            size = waiters.size();
        }
        serve(); // The room that was given back before it was seen to wait.
        return true;
    }

    /** Returns whether it waited until now; if not, it was served. */
    boolean remove(Waiter waiter) {
        boolean waited;
        synchronized (this) {
            waited = waiters.remove(waiter);
            size = waiters.size();
        }
        if (waited) {
            serve(); // The others behind it may need less.
        }
        return waited;
    }

    /** Serves as many as there is room for. To be called when there is more of it. */
    void serve() {
        while (size > 0) {
            Waiter served = takeServed();
            if (served == null) {
                return;
            }
            served.taken();
        }
    }

    private synchronized @Nullable Waiter takeServed() {
        Waiter first = waiters.peek();
        if (first == null || !first.tryTake()) {
            return null;
        }
        waiters.remove();
        size = waiters.size();
        return first;
    }
}
