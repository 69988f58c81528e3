package dev.effe.host.logs;

/**
 * A line that is to be written. Immutable.
 *
 * @param millis the time that it came
 * @param stream the instance that printed it
 */
record LogEntry(long millis, String stream, String text) {

    /** About what it takes in memory. */
    private static final int OBJECT_BYTES = 100;

    int memory() {
        return OBJECT_BYTES + 2 * text.length();
    }

    LogRecord record(long sequence) {
        return new LogRecord(sequence, millis, stream, text);
    }
}
