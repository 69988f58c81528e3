package dev.effe.server.loop;

/**
 * Decides where functions run: on their connection's event loop, or on threads of their own. A call that takes long
 * without blocking is better off on a thread of its own, which the operating system shares out fairly, and does not
 * notice what changing threads costs; a short one is better off where it is. Told by {@link StallWatch}, asked by any
 * thread.
 */
final class Placement {

    /** So few turns in a tick mean that a call keeps its thread for a millisecond or longer. */
    private static final int FEW_TURNS = 4;
    /** Net ticks of that kind after which functions leave the event loops: one long call among short ones is none. */
    private static final int LIMIT = 12;

    private static final int FIRST_STAY_TICKS = 250;
    private static final int LONGEST_STAY_TICKS = 16_000;

    private volatile boolean onLoop = true;

    // Touched only by the watch.
    private int score;
    private int stayTicks = FIRST_STAY_TICKS;
    private int ticksHere = FIRST_STAY_TICKS;

    /** Whether a call is to be started on its event loop. */
    boolean onLoop() {
        return onLoop;
    }

    /** A scheduler that had more to do all the time took so many turns since the last tick. */
    void turnsInTick(long turns) {
        score = Math.max(0, turns <= FEW_TURNS ? score + 1 : score - 1);
    }

    /** Some milliseconds have passed in which something was going on. */
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
