package dev.effe.server.loop;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at busy schedulers every few milliseconds, as the "sysmon" thread of Go's runtime does, and replaces the platform
 * thread of one that has not got to its next turn between two looks. Sleeps while nothing is going on.
 */
final class StallWatch extends Thread {

    private static final Logger log = LoggerFactory.getLogger(StallWatch.class);
    private static final RateLimitedLog threadless = new RateLimitedLog(log);
    /** A call is noticed after one to two ticks. Twice that is well under what a waiting client would notice. */
    private static final long TICK_NANOS = 8_000_000;
    /** A turn of a processor that is so long makes a hand-off not matter any more. */
    private static final long LONG_TURN_NANOS = 1_000_000;

    private static final int SLOW_TICKS = 125;
    /** Falling asleep and waking up cost a little: not after each request. */
    private static final int TICKS_UNTIL_SLEEP = 12;

    private final Placement placement;
    private List<Watched> watched = List.of();

    private volatile boolean asleep;
    private volatile boolean ended;

    StallWatch(Placement placement) {
        super(null, null, "effe-stall-watch", 0, false);
        this.placement = placement;
        ServerThreads.adoptVital(this);
    }

    void start(List<LoopScheduler> schedulers) {
        watched = schedulers.stream().map(Watched::new).toList();
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
        return watched.stream().allMatch(each -> each.scheduler.isIdle());
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
        placement.tick();
        return busy;
    }

    /** One scheduler, and what the last tick saw of it. */
    private final class Watched {

        private final LoopScheduler scheduler;
        private long turnsSeen;
        private boolean stalled;
        private int slowTicks;

        // Where the sample began.
        private long sampleTurns;
        private long sampleCpuNanos;

        Watched(LoopScheduler scheduler) {
            this.scheduler = scheduler;
        }

        /** Returns whether anything is going on. */
        boolean tick() {
            long turns = scheduler.turns();
            long taken = turns - turnsSeen;
            turnsSeen = turns;
            boolean busy = !scheduler.isIdle();
            sample(turns, busy && taken * LONG_TURN_NANOS <= TICK_NANOS);
            boolean stalledBefore = stalled;
            stalled = busy && taken == 0 && scheduler.hasReady();
            if (stalled && stalledBefore) {
                stalled = false;
                scheduler.replaceRunner();
                sampleCpuNanos = 0;
            }
            return !scheduler.isIdle();
        }

        /**
         * By the time that the thread had of a processor: others may have more of it. To ask for that time loads classes
         * that most servers never need, and so begins when turns have been slow for a second.
         */
        private void sample(long turns, boolean slow) {
            if (slowTicks < SLOW_TICKS) {
                slowTicks = slow ? slowTicks + 1 : Math.max(0, slowTicks - 1);
                return;
            }
            long cpuNanos = scheduler.cpuNanos();
            if (cpuNanos - sampleCpuNanos >= TICK_NANOS) {
                placement.sampled((turns - sampleTurns) * LONG_TURN_NANOS <= cpuNanos - sampleCpuNanos);
                sampleTurns = turns;
                sampleCpuNanos = cpuNanos;
            }
        }
    }
}
