package dev.effe.server.events;

/**
 * The numbers of events in each state.
 *
 * @param pending accepted and not dealt with, those that run now and records for destinations among them
 * @param running given to the function now
 * @param untold records of the pending that destinations are still to be told
 * @param failed given up and kept
 * @param bytes of the disk that all of them take
 * @param accepted ever, by this process
 * @param done ever, by this process: answered by the function, or given up for a destination to be told
 * @param errors attempts that ended with an error of the function
 * @param givenUp ever, by this process
 * @param told records ever brought to a destination, by this process
 * @param tellErrors attempts to bring a record that failed
 */
public record EventStats(
        int pending,
        int running,
        int untold,
        int failed,
        long bytes,
        long accepted,
        long done,
        long errors,
        long givenUp,
        long told,
        long tellErrors) {

    /** The figures of a queue that never was. */
    public static final EventStats NONE = new EventStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
