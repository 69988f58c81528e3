package dev.effe.server.pool;

/**
 * A thread in a function's code that the pool knows of, at one moment. Immutable.
 *
 * @param thread where that code runs
 * @param claimant whoever it runs for, or ran for last
 * @param step the code
 * @param overdue true if it is past its time
 */
public record UserThread(Thread thread, Claimant claimant, Step step, boolean overdue) {

    /** A step in the life of a context. */
    public enum Step {
        START,
        RUN,
        STOP
    }
}
