package dev.effe.server.topics;

/**
 * The events that a function may run at once, whatever the trigger: half of its contexts are for those who wait for an
 * answer. Confined to the engine's thread.
 */
public final class Places {

    private final int most;
    private int taken;

    /** @param maxContexts how many contexts the function has at most */
    public Places(int maxContexts) {
        most = Math.max(1, maxContexts / 2);
    }

    boolean tryTake() {
        if (taken == most) {
            return false;
        }
        taken++;
        return true;
    }

    void give() {
        taken--;
    }
}
