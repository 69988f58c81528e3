package dev.effe.postgres;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/** Makes and ends the store's threads. Stateless. */
final class Threads {

    private Threads() {}

    /** A thread that does not keep the process alive; a failure that nobody expects is logged. */
    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, why) ->
                LoggerFactory.getLogger(Threads.class).error("The thread {} ended", failed.getName(), why));
        return thread;
    }

    /** Waits, unless somebody unparks the thread. */
    static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Wakes a thread that is to end, and waits for that, whatever interrupts it. */
    static void end(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            thread.interrupt();
            try {
                thread.join(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
