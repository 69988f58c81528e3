package dev.effe.server.journal;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that appends to a journal, all those records together that came while it wrote the ones before: many share
 * a write to the disk, and a single one does not wait for others. It opens the journal, again and again until that
 * works. Thread-safe.
 */
public final class JournalWriter {

    /** Told once records are written, or why they are not. On the writer's thread: must not block. */
    @FunctionalInterface
    public interface Appended {

        /**
         * They are written.
         *
         * @param places theirs, in order; empty after a failure
         */
        void told(List<Place> places, @Nullable IOException failure);
    }

    /** Whoever has the journal. Called by the writer's thread alone. */
    public interface Owner {

        /** Opens it; called each second until it works. */
        Journal open() throws IOException;

        /**
         * Has the journal between two writes, for what is to be moved or dropped.
         *
         * @return the longest time to wait for records until the next call, in nanoseconds
         */
        long settle(Journal journal) throws IOException;

        /** The journal is about to be closed; null if it was never open. */
        void closing(@Nullable Journal journal) throws IOException;
    }

    private record Waiting(List<Content> records, boolean mustLast, Appended appended) {}

    private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);
    private static final RateLimitedLog untidy = new RateLimitedLog(log);

    private static final int MOST_WAITING = 4096;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final long OPEN_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Records that need not last wait so long at most for others that they are written with. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final String records;
    private final Owner owner;
    private final Thread thread;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /** Touched by the thread alone. */
    private @Nullable Journal journal;

    /** There are records that must last, or more than were taken. */
    private volatile boolean urgent;
    /** The thread was woken for records that need not last. */
    private volatile boolean woken;
    /** Written by close. */
    private volatile boolean closed;
    /** Written by the thread: nothing is appended any more. */
    private volatile boolean ended;

    /**
     * Makes it.
     *
     * @param thread the name of its thread
     * @param records what the log calls them
     */
    public JournalWriter(String thread, String records, Owner owner) {
        this.records = records;
        this.owner = owner;
        this.thread = ServerThreads.vital(thread, this::run);
    }

    public void start() {
        thread.start();
    }

    /**
     * Appends records together, behind all that was appended before. Never blocks.
     *
     * @param mustLast whether they must be on the disk before they are told to be written; else they survive the process
     */
    public void append(List<Content> records, boolean mustLast, Appended appended) {
        waiting.add(new Waiting(records, mustLast, appended));
        if (mustLast) {
            urgent = true;
        }
        if (mustLast || !woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
        if (ended) {
            refuse();
        }
    }

    private void run() {
        while (!closed || !waiting.isEmpty()) {
            IOException problem = open();
            gather();
            List<Waiting> batch = takeBatch();
            if (!batch.isEmpty()) {
                write(batch, problem);
            }
            long patience = settle();
            if (waiting.isEmpty() && !closed) {
                ServerThreads.parkNanos(this, patience);
            }
        }
        close(journal);
        ended = true;
        refuse();
    }

    private void gather() {
        if (!waiting.isEmpty() && !urgent && !closed) {
            ServerThreads.parkNanos(this, GATHER_NANOS);
        }
        urgent = false;
        woken = false;
    }

    /** Tells those that came too late. */
    private void refuse() {
        IOException failure = new IOException(records + " are not kept any more: the server stops");
        for (Waiting late = waiting.poll(); late != null; late = waiting.poll()) {
            tell(late, List.of(), failure);
        }
    }

    /** Opens the journal if it is not. Returns why it cannot be opened. */
    private @Nullable IOException open() {
        if (journal == null) {
            try {
                journal = owner.open();
            } catch (IOException | RuntimeException e) {
                return asIo(e);
            }
        }
        return null;
    }

    private static IOException asIo(Exception e) {
        return e instanceof IOException io ? io : new IOException(e);
    }

    private List<Waiting> takeBatch() {
        List<Waiting> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < MOST_WAITING && bytes < MOST_BYTES) {
            Waiting next = waiting.poll();
            if (next == null) {
                return batch;
            }
            for (Content record : next.records) {
                bytes += record.length;
            }
            batch.add(next);
        }
        urgent = true;
        return batch;
    }

    private void write(List<Waiting> batch, @Nullable IOException problem) {
        List<Place> places = List.of();
        IOException failure = problem;
        if (journal != null) {
            try {
                places = write(journal, batch);
            } catch (IOException | RuntimeException e) {
                log.error("{} cannot be kept", records, e);
                failure = asIo(e);
            }
        }
        int next = 0;
        for (Waiting one : batch) {
            int count = failure == null ? one.records.size() : 0;
            tell(one, places.subList(next, next + count), failure);
            next += count;
        }
    }

    private static List<Place> write(Journal journal, List<Waiting> batch) throws IOException {
        List<Content> records = new ArrayList<>();
        boolean mustLast = false;
        for (Waiting one : batch) {
            records.addAll(one.records);
            mustLast |= one.mustLast;
        }
        List<Place> places = records.isEmpty() ? List.of() : journal.append(records);
        if (mustLast) {
            journal.force();
        }
        return places;
    }

    private static void tell(Waiting one, List<Place> places, @Nullable IOException failure) {
        try {
            one.appended.told(places, failure);
        } catch (RuntimeException e) {
            log.error("The writing of records could not be told", e);
        }
    }

    private long settle() {
        if (journal == null) {
            return OPEN_AGAIN_NANOS;
        }
        try {
            return owner.settle(journal);
        } catch (IOException | RuntimeException e) {
            untidy.warn("{} that are over still take room: {}", records, e.toString());
            return OPEN_AGAIN_NANOS;
        }
    }

    private void close(@Nullable Journal open) {
        try {
            owner.closing(open);
            if (open != null) {
                open.close();
            }
        } catch (IOException | RuntimeException e) {
            log.warn("The folder of {} could not be closed", records, e);
        }
    }

    /** Writes what waits and closes the journal. Returns when that is done. */
    public void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
