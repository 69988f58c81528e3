package dev.effe.server.log.syslog;

import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to a syslog server by a thread of its own. Whoever logs never waits for it: while the server is gone or
 * slow, messages wait up to a limit; those beyond it are dropped, counted and told of. Thread-safe.
 */
public final class Syslog implements AutoCloseable {

    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Syslog.class);
    private static final int MOST_MESSAGES = 8192;
    private static final int BATCH_BYTES = 64 * 1024;
    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The time that the end waits for the last messages. */
    private static final int FLUSH_MILLIS = 2000;

    /** Wakes the thread for the end. */
    private static final byte[] END = {};

    private final SyslogAddress address;
    private final BlockingQueue<byte[]> messages = new ArrayBlockingQueue<>(MOST_MESSAGES);
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Thread thread = ServerThreads.replaceable("effe-syslog", this::run);

    private volatile @Nullable Connection connection;

    /** Written once by close. */
    private volatile boolean ending;

    /** Confined to the thread: that the server cannot be reached is told once. */
    private boolean lost;

    public Syslog(SyslogAddress address) {
        this.address = address;
        thread.start();
    }

    /** Sends a message of RFC 5424, or drops it. Never waits. */
    public void send(byte[] message) {
        if (bytes.addAndGet(message.length) > MOST_BYTES || !messages.offer(message)) {
            bytes.addAndGet(-message.length);
            dropped.incrementAndGet();
        }
    }

    private void run() {
        while (!ending || !messages.isEmpty()) {
            try {
                deliver(batch(messages.take()));
                tellDropped();
            } catch (InterruptedException | RuntimeException e) {
                // By user code that interrupts whatever thread it finds.
            }
        }
        disconnect();
    }

    /** Takes what waits, with a first message. */
    private List<byte[]> batch(byte[] first) {
        List<byte[]> batch = new ArrayList<>();
        int length = 0;
        for (byte[] message = first; message != null; message = length < BATCH_BYTES ? messages.poll() : null) {
            length += message.length;
            if (message.length > 0) {
                batch.add(message);
            }
        }
        bytes.addAndGet(-length);
        return batch;
    }

    /** Sends a batch, again and again until the server has taken it. After an end it tries once. */
    private void deliver(List<byte[]> batch) {
        long waitNanos = FIRST_WAIT_NANOS;
        while (!batch.isEmpty()) {
            try {
                connected().send(batch);
                found();
                return;
            } catch (IOException | RuntimeException e) {
                disconnect();
                if (ending) {
                    return;
                }
                lost(e);
            }
            ServerThreads.parkNanos(this, waitNanos);
            waitNanos = Math.min(2 * waitNanos, LONGEST_WAIT_NANOS);
        }
    }

    private Connection connected() throws IOException {
        Connection open = connection;
        if (open == null) {
            open = Connection.to(address);
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private void lost(Exception why) {
        if (!lost) {
            lost = true;
            log.warn("The syslog server {} cannot be reached, which is tried again: {}", address, why.toString());
        }
    }

    private void found() {
        if (lost) {
            lost = false;
            log.info("The syslog server {} takes messages again", address);
        }
    }

    private void tellDropped() {
        int missing = dropped.getAndSet(0);
        if (missing > 0) {
            log.warn("{} messages are missing at the syslog server {}: it did not take them", missing, address);
        }
    }

    /** Waits a moment for the messages that are there, if the server takes them. */
    @Override
    public void close() {
        ending = true;
        messages.offer(END);
        LockSupport.unpark(thread);
        try {
            thread.join(FLUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect(); // Which ends a write that nobody takes.
    }
}
