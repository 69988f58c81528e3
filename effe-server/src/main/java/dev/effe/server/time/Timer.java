package dev.effe.server.time;

import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that lets things expire. It sleeps until the first of them is due and is not woken for a new one in a
 * queue, since none can be due earlier: an idle server costs nothing, and a request does not pay for its deadline with a
 * wake-up. An alarm that is due before all others wakes it.
 */
public final class Timer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Timer.class);

    private final List<ExpiryQueue<?>> queues;
    private final List<Alarms> alarms;
    private final Thread thread = ServerThreads.vital("effe-timer", this::run);

    /** Written once by close, read by the timer's thread. */
    private volatile boolean closed;

    public Timer(List<ExpiryQueue<?>> queues) {
        this(queues, List.of());
    }

    public Timer(List<ExpiryQueue<?>> queues, List<Alarms> alarms) {
        this.queues = List.copyOf(queues);
        this.alarms = List.copyOf(alarms);
        for (Alarms set : alarms) {
            set.onEarlier(() -> LockSupport.unpark(thread));
        }
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            ServerThreads.parkNanos(this, expireDue());
        }
    }

    /** Returns nanoseconds until it must look again. */
    private long expireDue() {
        try {
            long waitNanos = Long.MAX_VALUE;
            for (Alarms set : alarms) {
                waitNanos = Math.min(waitNanos, set.expireDue());
            }
            for (ExpiryQueue<?> queue : queues) {
                waitNanos = Math.min(waitNanos, queue.expireDue());
            }
            return waitNanos;
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            log.error("Something could not expire; the rest goes on", e); // Without this thread no deadline holds.
            return 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
