package dev.effe.lambda.process;

import dev.effe.lambda.process.PendingCall.Piece;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a process prints, line by line. A line that comes while the process has one call is that call's, whose
 * thread prints it with the call's id; all others are printed as they are. Holds back a process that prints faster.
 */
final class ChildOutput implements Runnable {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final long PATIENCE_NANOS = 100_000_000;

    private static final long PAUSE_NANOS = 20_000;

    private final InputStream in;
    private final Polls polls;
    /** The same pipe, to be asked for what is in it; null where the system has no such files. */
    private final @Nullable FileInputStream pipe;

    private final ReentrantLock lock = new ReentrantLock();

    /** The bytes of a line that has no end yet. Guarded by lock. */
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Written by the reading thread. */
    private volatile boolean busy;

    private volatile boolean over;

    ChildOutput(Process process, Polls polls) {
        this.in = process.getInputStream();
        this.polls = polls;
        this.pipe = pipe(process.pid());
    }

    private static @Nullable FileInputStream pipe(long pid) {
        try {
            return new FileInputStream("/proc/" + pid + "/fd/1");
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void run() {
        byte[] bytes = new byte[8 * 1024];
        try {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                busy = true;
                take(bytes, count);
                busy = false;
            }
        } catch (IOException e) {
            // The process has ended.
        } finally {
            take(new byte[] {'\n'}, 1);
            busy = false;
            over = true;
        }
    }

    private void take(byte[] bytes, int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                if (bytes[i] == '\n' || line.size() == LONGEST_LINE) {
                    tell();
                }
                if (bytes[i] != '\n') {
                    line.write(bytes[i]);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        String text = takeLine();
        if (text.isEmpty()) {
            return;
        }
        PendingCall call = polls.only();
        if (call == null || !call.put(new Piece.Line(text))) {
            print(text);
        }
    }

    /** Returns the line with an end; "" if there is none. */
    private String takeLine() {
        if (line.size() == 0) {
            return "";
        }
        String text = line.toString(StandardCharsets.UTF_8) + "\n";
        line.reset();
        return text;
    }

    /** Prints a line, which has its end; on the thread of a call as that call's. */
    static void print(String text) {
        System.out.print(text);
    }

    /**
     * Prints the lines of a call that has ended, until all is read that the process has printed by now, as far as that can
     * be known.
     */
    void settle(PendingCall call) throws InterruptedException {
        long beginNanos = System.nanoTime();
        while (true) {
            boolean settled = isSettled();
            for (Piece.Line left = call.pollLine(); left != null; left = call.pollLine()) {
                print(left.text());
            }
            if (settled || System.nanoTime() - beginNanos > PATIENCE_NANOS) {
                endLine();
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** A line that a call has begun is the call's, with an end or without. */
    private void endLine() {
        if (lock.tryLock()) { // The reading thread may hold it until there is room for its lines.
            try {
                print(takeLine());
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isSettled() {
        try {
            return over || pipe == null || (pipe.available() == 0 && !busy);
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns true if the process's output has ended. */
    boolean isOver() {
        return over;
    }

    void close() {
        try {
            if (pipe != null) {
                pipe.close();
            }
        } catch (IOException e) {
            // It is closed then.
        }
    }
}
