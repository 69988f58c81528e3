package dev.effe.server.loop;

import dev.effe.server.threads.ServerThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** The platform thread of a {@link LoopScheduler}, until another one takes its place. */
final class LoopRunner extends Thread {

    private final LoopScheduler scheduler;
    private final CountDownLatch turn = new CountDownLatch(1);
    /** Written by this thread. */
    private volatile boolean parked;

    LoopRunner(LoopScheduler scheduler, String name) {
        super(null, null, name + "-runner", 0, false);
        this.scheduler = scheduler;
        ServerThreads.adoptVital(this);
    }

    /** It is its turn now. */
    void begin() {
        turn.countDown();
    }

    @Override
    public void run() {
        awaitTurn();
        while (scheduler.isRunBy(this)) {
            if (!scheduler.runNext(this)) {
                park();
            }
        }
    }

    private void awaitTurn() {
        while (turn.getCount() > 0) {
            try {
                turn.await();
            } catch (InterruptedException e) {
                // By user code that interrupts whatever thread it finds.
            }
        }
    }

    /** Waits for something to run. That is rare: as a rule the event loop itself waits, for its sockets. */
    private void park() {
        parked = true;
        if (!scheduler.hasReady() && scheduler.isRunBy(this)) {
            ServerThreads.parkNanos(this, Long.MAX_VALUE);
        }
        parked = false;
        scheduler.wakeWatch();
    }

    boolean isParked() {
        return parked;
    }

    /** The time for which it has had a processor; -1 if it is over, or Java cannot tell. */
    long cpuNanos() {
        return WorkerThread.cpuNanos(this);
    }

    void unparkIfParked() {
        if (parked) {
            LockSupport.unpark(this);
        }
    }
}
