package dev.effe.server.pool;

/**
 * The pool at one moment.
 *
 * @param idle contexts that wait for a user
 * @param inUse contexts that have one
 * @param starting contexts being started
 * @param stopping contexts being stopped
 * @param overdue contexts of the other kinds whose start, run or stop went past its time and has not returned
 * @param waiting claims that wait for a place
 * @param started contexts ever started
 * @param startFailures starts that threw, hung or returned nothing
 * @param stopped contexts ever stopped
 * @param stopFailures stops that threw or hung
 */
public record PoolStats(
        int idle,
        int inUse,
        int starting,
        int stopping,
        int overdue,
        int waiting,
        long started,
        long startFailures,
        long stopped,
        long stopFailures) {

    /** The sum of both. */
    public PoolStats plus(PoolStats other) {
        return new PoolStats(
                idle + other.idle,
                inUse + other.inUse,
                starting + other.starting,
                stopping + other.stopping,
                overdue + other.overdue,
                waiting + other.waiting,
                started + other.started,
                startFailures + other.startFailures,
                stopped + other.stopped,
                stopFailures + other.stopFailures);
    }

    @Override
    public String toString() {
        return "(idle=" + idle + ", inUse=" + inUse + ", starting=" + starting + ", stopping=" + stopping + ", overdue="
                + overdue + ", waiting=" + waiting + ")";
    }
}
