package dev.effe.server.loop;

/**
 * Decides where functions run: on their connection's event loop, or a thread that calls share, or on threads of their own. A call that takes long
 * without blocking is better off on a thread of its own, which the operating system shares out fairly, and does not
 * notice what changing threads costs; a short one is better off where it is. Told by {@link StallWatch}, asked by any
 * thread.
 */
final class Placement {

    /** Net samples of long turns after which functions leave the event loops: one long call among many is none. */
    private static final int LIMIT = 12;

    private static final int FIRST_STAY_TICKS = 125;

    private final int longestStayTicks;
    private volatile boolean onLoop = true;

    // Touched only by the watch.
    private int score;
    private int stayTicks = FIRST_STAY_TICKS;
    private int ticksHere = FIRST_STAY_TICKS;

    /** @param longestStayTicks how long calls stay on threads of their own at most, before they are tried again */
    Placement(int longestStayTicks) {
        this.longestStayTicks = longestStayTicks;
    }

    /** True if a call is to be started on its event loop. */
    boolean onLoop() {
        return onLoop;
    }

    /** A sample of a scheduler's turns was taken. */
    void sampled(boolean longTurns) {
        score = Math.max(0, longTurns ? score + 1 : score - 1);
    }

    /** Calls are to leave with this tick. */
    void stalled() {
        score = LIMIT;
    }

    /** A tick of the watch has passed. */
    void tick() {
        ticksHere++;
        if (onLoop && score >= LIMIT) {
            stayTicks = ticksHere < stayTicks ? Math.min(2 * stayTicks, longestStayTicks) : FIRST_STAY_TICKS;
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
