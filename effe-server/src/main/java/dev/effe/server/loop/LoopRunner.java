package dev.effe.server.loop;

import java.util.concurrent.locks.LockSupport;

/** The platform thread of a {@link LoopScheduler}, until another one takes its place. */
final class LoopRunner extends Thread {

    private final LoopScheduler scheduler;
    /** Written by this thread. */
    private volatile boolean parked;

    LoopRunner(LoopScheduler scheduler, String name) {
        super(name + "-runner");
        this.scheduler = scheduler;
        setDaemon(true);
    }

    @Override
    public void run() {
        while (scheduler.isRunBy(this)) {
            if (!scheduler.runNext()) {
                park();
            }
        }
    }

    /** Waits for something to run. That is rare: as a rule the event loop itself waits, for its sockets. */
    private void park() {
        parked = true;
        if (!scheduler.hasReady() && scheduler.isRunBy(this)) {
            LockSupport.park(this);
        }
        parked = false;
    }

    boolean isParked() {
        return parked;
    }

    void unparkIfParked() {
        if (parked) {
            LockSupport.unpark(this);
        }
    }
}
