package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.effe.server.threads.ServerThreads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes events to standard output by a thread of its own, as soon as that takes them. Lines that cannot wait for it any
 * more, since there are too many of them or too many bytes, are dropped and counted: a blocked pipe must stop nobody,
 * and cost no memory. No interrupt ends the thread. Thread-safe.
 */
final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final int MOST_LINES = 8192;
    /** How long the end waits for the last lines: a stack trace on a busy machine, or a blocked pipe. */
    private static final int FLUSH_MILLIS = 5000;
    /** Wakes the thread for the end. */
    private static final byte[] END = {};

    private final TextEncoder encoder = new TextEncoder();
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(MOST_LINES);
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Thread thread = ServerThreads.vital("effe-log", this::write);

    /** Written once by stop. */
    private volatile boolean ending;

    @Override
    public void start() {
        thread.start();
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        try {
            append(encoder.encode(event));
        } catch (OutOfMemoryError e) {
            dropped.incrementAndGet(); // Whoever logs is not to fail for it.
        }
    }

    private void append(byte[] line) {
        if (bytes.addAndGet(line.length) > MOST_BYTES || !lines.offer(line)) {
            bytes.addAndGet(-line.length);
            dropped.incrementAndGet();
        }
    }

    private void write() {
        while (!ending || !lines.isEmpty()) {
            try {
                byte[] line = lines.take();
                bytes.addAndGet(-line.length);
                write(line);
                tellDropped();
            } catch (InterruptedException | RuntimeException e) {
                // By user code that interrupts whatever thread it finds, or that has put its own in System.out's place.
            }
        }
    }

    private static void write(byte[] line) {
        System.out.write(line, 0, line.length);
        System.out.flush();
    }

    private void tellDropped() {
        int missing = dropped.getAndSet(0);
        if (missing > 0) {
            Logger logger = ((LoggerContext) getContext()).getLogger(LineAppender.class);
            Object[] arguments = {missing};
            String message = "{} lines are missing here: standard output did not take them";
            write(encoder.encode(
                    new LoggingEvent(LineAppender.class.getName(), logger, Level.WARN, message, null, arguments)));
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
