package dev.effe.server.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of one call that the log's levels leave out: written if the call fails or is slow, else forgotten.
 * Thread-safe.
 */
public final class LogRing {

    /** The bytes of a line besides its text: the array's head and a place among the others. */
    private static final int LINE_BYTES = 32;

    private final int mostBytes;

    // Guarded by this.
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private int bytes;
    private int missing;
    private boolean slow;
    private boolean closed;
    /** That of the line before, whose lines they are; null if there is none. */
    private @Nullable CallLog call;

    LogRing(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Keeps a line of the call. The oldest ones go if there is no room; a line that is too long itself is not kept. */
    synchronized void add(CallLog of, byte[] line) {
        if (closed) {
            return; // A function that runs on past its deadline.
        }
        call = of;
        lines.add(line);
        bytes += line.length + LINE_BYTES;
        while (bytes > mostBytes) {
            bytes -= lines.remove().length + LINE_BYTES;
            missing++;
        }
    }

    /** The call has become slow: writes what is kept, and at the end the lines that follow. */
    public synchronized void becameSlow() {
        slow = true;
        write();
    }

    /** The call is over, and keeps nothing more. */
    public synchronized void over(boolean failed) {
        closed = true;
        if (failed || slow) {
            write();
        }
        forget();
    }

    private void write() {
        List<byte[]> all = new ArrayList<>();
        if (missing > 0 && call != null) {
            all.add(LogRings.missing(call, missing, mostBytes));
        }
        all.addAll(lines);
        Logs.lines("debug", all);
        forget();
    }

    private void forget() {
        lines.clear();
        bytes = 0;
        missing = 0;
    }
}
