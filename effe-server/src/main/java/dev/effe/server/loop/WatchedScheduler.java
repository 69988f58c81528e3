package dev.effe.server.loop;

/**
 * One scheduler, and what the last look saw of it: replaces the platform thread of one that has not got to its next turn
 * between two looks. Confined to the watch.
 */
final class WatchedScheduler implements Watched {

    /** A turn of a processor that is so long makes a hand-off not matter any more. */
    private static final long LONG_TURN_NANOS = 1_000_000;

    private static final int SLOW_TICKS = 125;

    private final LoopScheduler scheduler;
    private final Placement placement;
    private long turnsSeen;
    private boolean stalled;
    private int slowTicks;

    // Where the sample began.
    private long sampleTurns;
    private long sampleCpuNanos;

    WatchedScheduler(LoopScheduler scheduler, Placement placement) {
        this.scheduler = scheduler;
        this.placement = placement;
    }

    @Override
    public boolean isIdle() {
        return scheduler.isIdle();
    }

    @Override
    public boolean tick() {
        long turns = scheduler.turns();
        long taken = turns - turnsSeen;
        turnsSeen = turns;
        boolean busy = !scheduler.isIdle();
        sample(turns, busy && taken * LONG_TURN_NANOS <= StallWatch.TICK_NANOS);
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
        if (cpuNanos - sampleCpuNanos >= StallWatch.TICK_NANOS) {
            placement.sampled((turns - sampleTurns) * LONG_TURN_NANOS <= cpuNanos - sampleCpuNanos);
            sampleTurns = turns;
            sampleCpuNanos = cpuNanos;
        }
    }
}
