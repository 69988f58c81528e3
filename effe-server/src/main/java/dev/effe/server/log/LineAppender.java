package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.effe.server.settings.LogLevel;
import dev.effe.server.threads.ServerThreads;
import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes events to standard output by a thread of its own, as soon as that takes them and at most 250 times a
 * second: what comes within four milliseconds of a write is written by the next one. Lines that cannot wait for it any
 * more, since there are too many of them or too many bytes, are dropped and counted: a blocked pipe must stop nobody,
 * and cost no memory. No interrupt ends the thread. Thread-safe.
 */
final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final int MOST_LINES = 8192;
    /** The time that the end waits for the last lines: a stack trace on a busy machine, or a blocked pipe. */
    private static final int FLUSH_MILLIS = 5000;
    /** To be woken for each line would cost more than the line. */
    private static final long PAUSE_NANOS = 4_000_000;

    private static final long LOOK_NANOS = 1_000_000;

    private static final int BATCH_BYTES = 64 * 1024;
    /** Wakes the thread for the end. */
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(MOST_LINES);
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Thread thread = ServerThreads.vital("effe-log", this::write);

    // Touched only by the thread.
    private final byte[] batch = new byte[BATCH_BYTES];
    private int filled;
    private int firstLength;

    private volatile LineEncoder encoder = new TextEncoder();

    /** The least severe levels; below them only a {@link LogWatch} is told. */
    private volatile LogLevels least = LogLevels.of(LogLevel.TRACE);

    /** Written by the thread: lines are in its hands. */
    private volatile boolean writing;

    /** Written once by stop. */
    private volatile boolean ending;

    @Override
    public void start() {
        thread.start();
        super.start();
    }

    void least(LogLevels levels) {
        least = levels;
    }

    /** From now on records have this form. */
    void encoder(LineEncoder other) {
        encoder = other;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(LogLevels.logback(least.of(event.getLoggerName())))) {
            return;
        }
        try {
            append(encoder.encode(event));
        } catch (OutOfMemoryError e) {
            dropped.incrementAndGet(); // Whoever logs is not to fail for it.
        }
    }

    /** Writes a line with its end, when the output takes it. */
    void append(byte[] line) {
        if (bytes.addAndGet(line.length) > MOST_BYTES || !lines.offer(line)) {
            bytes.addAndGet(-line.length);
            dropped.incrementAndGet();
        }
    }

    private void write() {
        while (!ending || !lines.isEmpty()) {
            try {
                writeAll(lines.take());
                tellDropped();
            } catch (InterruptedException | RuntimeException e) {
                // By user code that interrupts whatever thread it finds, or that has put its own in System.out's place.
            }
            writing = false;
            pause();
        }
    }

    private void writeAll(byte[] first) {
        for (byte[] line = first; line != null; line = lines.poll()) {
            writing = true;
            bytes.addAndGet(-line.length);
            if (line.length > BATCH_BYTES - filled) {
                writeBatch();
            }
            if (line.length > BATCH_BYTES) {
                write(line, 0, line.length);
            } else {
                add(line);
            }
        }
        writeBatch();
    }

    private void add(byte[] line) {
        if (filled == 0) {
            firstLength = line.length;
        }
        System.arraycopy(line, 0, batch, filled, line.length);
        filled += line.length;
    }

    private void writeBatch() {
        int length = filled;
        filled = 0;
        if (length == 0) {
            return;
        }
        try {
            write(batch, 0, length);
        } catch (RuntimeException e) {
            write(batch, firstLength, length - firstLength); // No line is lost for another's failure.
        }
    }

    private static void write(byte[] text, int from, int length) {
        PrintStream out = PrintedLines.standardOutput();
        out.write(text, from, length);
        out.flush();
    }

    private void pause() {
        if (!ending) {
            ServerThreads.parkNanos(this, PAUSE_NANOS);
        }
    }

    private void tellDropped() {
        int missing = dropped.getAndSet(0);
        if (missing > 0) {
            Logger logger = ((LoggerContext) getContext()).getLogger(LineAppender.class);
            Object[] arguments = {missing};
            String message = "{} lines are missing here: standard output did not take them";
            byte[] line = encoder.encode(
                    new LoggingEvent(LineAppender.class.getName(), logger, Level.WARN, message, null, arguments));
            write(line, 0, line.length);
        }
    }

    /** Waits until all lines are written, for so long at most. Needs no memory. */
    void settle(int millis) {
        for (int waited = 0; waited < millis && (bytes.get() > 0 || writing); waited++) {
            LockSupport.unpark(thread);
            ServerThreads.parkNanos(this, LOOK_NANOS);
        }
    }

    /** Waits for the lines that are there, if standard output takes them. */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        ending = true;
        lines.offer(END);
        try {
            thread.join(FLUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
