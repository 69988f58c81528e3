package dev.effe.server.loop;

/**
 * Decides where functions run: on their connection's event loop, or on threads of their own. A call that takes long
 * without blocking is better off on a thread of its own, which the operating system shares out fairly, and does not
 * notice what changing threads costs; a short one is better off where it is. Told by {@link StallWatch}, asked by any
 * thread.
 */
final class Placement {

    /** Net samples of long turns after which functions leave the event loops: one long call among many is none. */
    private static final int LIMIT = 12;

    private static final int FIRST_STAY_TICKS = 125;
    private static final int LONGEST_STAY_TICKS = 8_000;

    private volatile boolean onLoop = true;

    // Touched only by the watch.
    private int score;
    private int stayTicks = FIRST_STAY_TICKS;
    private int ticksHere = FIRST_STAY_TICKS;

    /** True if a call is to be started on its event loop. */
    boolean onLoop() {
        return onLoop;
    }

    /** A sample of a scheduler's turns was taken. */
    void sampled(boolean longTurns) {
        score = Math.max(0, longTurns ? score + 1 : score - 1);
    }

    /** A tick of the watch has passed. */
    void tick() {
        ticksHere++;
        if (onLoop && score >= LIMIT) {
            stayTicks = ticksHere < stayTicks ? Math.min(2 * stayTicks, LONGEST_STAY_TICKS) : FIRST_STAY_TICKS;
            move(false);
        } else if (!onLoop && ticksHere >= stayTicks) {
            move(true);
        }
    }

    private void move(boolean toLoop) {
        onLoop = toLoop;
        ticksHere = 0;
        score = 0;
    }
}
