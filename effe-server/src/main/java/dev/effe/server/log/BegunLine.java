package dev.effe.server.log;

import java.io.ByteArrayOutputStream;

/** Keeps what was printed of a line that is not ended yet. Thread-safe. */
final class BegunLine {

    /** A longer line is taken to end here. */
    static final int MOST_BYTES = 256 * 1024;

    private static final byte[] NONE = {};

    final PrintedLines output;

    // Guarded by this.
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);

    BegunLine(PrintedLines output) {
        this.output = output;
    }

    /** Adds text, and takes the lines that are whole now; none is an empty array. */
    synchronized byte[] add(byte[] bytes, int from, int length) {
        int end = length;
        if (begun.size() + length <= MOST_BYTES || bytes[from + length - 1] == '\n') {
            while (end > 0 && bytes[from + end - 1] != '\n') {
                end--;
            }
        }
        byte[] whole = NONE;
        if (end > 0) {
            begun.write(bytes, from, end);
            whole = rest();
        }
        begun.write(bytes, from + end, length - end);
        return whole;
    }

    /** Takes what is there, whole or not. */
    synchronized byte[] rest() {
        byte[] all = begun.toByteArray();
        begun.reset();
        return all;
    }
}
