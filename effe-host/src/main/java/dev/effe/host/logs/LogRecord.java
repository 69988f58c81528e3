package dev.effe.host.logs;

/**
 * A line of a function's log. Immutable.
 *
 * @param sequence its number in the function's log, one more than that of the line before it
 * @param millis the time that it came, since 1970
 * @param stream the instance that printed it, as {@code 2026/11/29/[7]4f0c…}
 * @param text without its end of line
 */
record LogRecord(long sequence, long millis, String stream, String text) {

    /** The version in the name of the stream. */
    String version() {
        int open = stream.indexOf('[');
        int end = stream.indexOf(']', open + 1);
        return open < 0 || end < 0 ? "" : stream.substring(open + 1, end);
    }
}
