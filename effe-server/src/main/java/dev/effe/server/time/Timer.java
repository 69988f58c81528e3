package dev.effe.server.time;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that lets things expire. It sleeps until the first of them is due and is never woken for a new one, since
 * none can be due earlier: an idle server costs nothing, and a request does not pay for its deadline with a wake-up.
 */
public final class Timer implements AutoCloseable {

    private final List<ExpiryQueue<?>> queues;
    private final Thread thread = new Thread(this::run, "effe-timer");

    /** Written once by close, read by the timer's thread. */
    private volatile boolean closed;

    public Timer(List<ExpiryQueue<?>> queues) {
        this.queues = List.copyOf(queues);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            long waitNanos = Long.MAX_VALUE;
            for (ExpiryQueue<?> queue : queues) {
                waitNanos = Math.min(waitNanos, queue.expireDue());
            }
            LockSupport.parkNanos(this, waitNanos);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
