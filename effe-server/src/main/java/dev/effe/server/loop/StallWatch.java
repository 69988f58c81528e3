package dev.effe.server.loop;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few milliseconds whether calls keep a thread that others wait for, as the "sysmon" thread of Go's runtime
 * does. Sleeps while nothing is going on.
 */
final class StallWatch extends Thread {

    private static final Logger log = LoggerFactory.getLogger(StallWatch.class);
    private static final RateLimitedLog threadless = new RateLimitedLog(log);
    /** A call is noticed after one to two ticks. Twice that is well under what a waiting client would notice. */
    static final long TICK_NANOS = 8_000_000;
    /** Falling asleep and waking up cost a little: not after each request. */
    private static final int TICKS_UNTIL_SLEEP = 12;

    private final Runnable afterwards;
    private List<Watched> watched = List.of();

    private volatile boolean asleep;
    private volatile boolean ended;

    /** @param afterwards done after each look */
    StallWatch(Runnable afterwards) {
        super(null, null, "effe-stall-watch", 0, false);
        this.afterwards = afterwards;
        ServerThreads.adoptVital(this);
    }

    void start(List<? extends Watched> each) {
        watched = List.copyOf(each);
        start();
    }

    /** Something is going on again. */
    void wake() {
        if (asleep) {
            LockSupport.unpark(this);
        }
    }

    void end() {
        ended = true;
        LockSupport.unpark(this);
    }

    @Override
    public void run() {
        int idleTicks = 0;
        while (!ended) {
            if (idleTicks < TICKS_UNTIL_SLEEP) {
                ServerThreads.parkNanos(this, TICK_NANOS);
            } else {
                sleep();
            }
            idleTicks = tick() ? 0 : idleTicks + 1;
        }
    }

    private void sleep() {
        asleep = true;
        if (isIdle() && !ended) {
            ServerThreads.parkNanos(this, Long.MAX_VALUE);
        }
        asleep = false;
    }

    private boolean isIdle() {
        return watched.stream().allMatch(Watched::isIdle);
    }

    /** Returns whether anything is going on. */
    private boolean tick() {
        boolean busy = false;
        try {
            for (Watched each : watched) {
                busy |= each.tick();
            }
        } catch (OutOfMemoryError e) {
            Fatal.check(e);
            threadless.warn("No thread to go on with while a call keeps one; trying again", e);
        }
        afterwards.run();
        return busy;
    }
}
