package dev.effe.server.diagnose;

import dev.effe.server.dispatch.RunningCall;
import java.util.List;

/**
 * The threads of the process at one moment, those that matter first. Immutable.
 *
 * @param calls those in a function's code, on virtual threads too: overdue ones first, then the oldest
 * @param blocked other platform threads that wait for a lock
 * @param others all other platform threads, the most frequent stack first
 * @param leftOut how many entries there was no room for
 */
public record ThreadDump(List<CallThread> calls, List<BlockedThread> blocked, List<SameStack> others, int leftOut) {

    /**
     * A call's thread.
     *
     * @param stack without what called the function; empty where Java does not tell it
     */
    public record CallThread(RunningCall call, Thread.State state, List<String> stack) {}

    /**
     * A thread that waits for a lock.
     *
     * @param lock what it waits for
     * @param owner the name of the thread that has it; "" if none is known
     * @param deadlocked true if the owner waits for this thread too
     */
    public record BlockedThread(String name, String lock, String owner, boolean deadlocked, List<String> stack) {}

    /** Threads with the same stack and in the same state. */
    public record SameStack(List<String> names, Thread.State state, List<String> stack) {}

    /** The dump of now. Stops the platform threads for as long as their stacks take, which is milliseconds. */
    public static ThreadDump of(List<RunningCall> running) {
        return new ThreadDumper().dump(running);
    }
}
