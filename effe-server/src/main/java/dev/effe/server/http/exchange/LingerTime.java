package dev.effe.server.http.exchange;

/**
 * The time for which a client may go on to send a refused body, which is dropped: one that sends may read its answer
 * behind that only. Event-loop-confined.
 */
public final class LingerTime {

    private static final long MOST_BYTES = 64 * 1024 * 1024;

    private final long silenceNanos;
    private final long longestNanos;
    private final long sinceNanos = System.nanoTime();
    private long latestNanos = sinceNanos;
    private long lastProgress;

    /**
     * Begins it.
     *
     * @param silenceNanos for a client that sends nothing more
     * @param longestNanos for one that sends on
     * @param progress a number that changes with what comes of the connection
     */
    public LingerTime(long silenceNanos, long longestNanos, long progress) {
        this.silenceNanos = silenceNanos;
        this.longestNanos = longestNanos;
        lastProgress = progress;
    }

    /**
     * True if it is over.
     *
     * @param patient whether what still comes prolongs it
     */
    public boolean isOver(long nowNanos, long progress, long droppedBytes, boolean patient) {
        if (progress != lastProgress && patient) {
            lastProgress = progress;
            latestNanos = nowNanos;
        }
        return nowNanos - latestNanos >= silenceNanos
                || nowNanos - sinceNanos >= longestNanos
                || droppedBytes >= MOST_BYTES;
    }
}
