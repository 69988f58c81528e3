package dev.effe.server.events;

import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that puts events on the disk, all those together that came while it wrote the ones before: many clients
 * share a write to the disk, and a single one does not wait for others. It opens the store when there is something in it
 * or for it. Thread-safe.
 */
final class EventWriter {

    /** Told once an event is on the disk, or why it is not. On the writer's thread: must not block. */
    @FunctionalInterface
    interface Written {
        void told(@Nullable IOException failure);
    }

    /** Told what is on the disk now, before anybody is told that it is. */
    interface Listener {
        void opened(EventStore store);

        /**
         * These are on the disk.
         *
         * @param over the events that are over by it
         */
        void written(List<StoredEvent> events, List<StoredEvent> over);

        /** The folder is about to be given to others. */
        void closing();
    }

    /** Events on their way to the disk, together. */
    private record Waiting(List<Event> events, @Nullable StoredEvent over, Written written) {}

    private static final Logger log = LoggerFactory.getLogger(EventWriter.class);

    private static final int MOST_EVENTS = 256;
    /** Few: a file takes them all for as long as one of its events is kept. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final long LOCK_POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventStoreOpener opener;
    private final Listener listener;
    private final Thread thread = ServerThreads.vital("effe-event-writer", this::run);
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    // Touched by the writer's thread alone.
    private @Nullable EventStore store;
    private boolean saidClosed;

    /** Written by close. */
    private volatile boolean closed;

    /** Written by the writer's thread at its end. */
    private volatile boolean ended;

    /** Opens the store. */
    @FunctionalInterface
    interface EventStoreOpener {
        EventStore open() throws IOException;
    }

    EventWriter(EventStoreOpener opener, Listener listener) {
        this.opener = opener;
        this.listener = listener;
    }

    void start() {
        thread.start();
    }

    /** Keeps an event. Never blocks. */
    void write(Event event, Written written) {
        write(new Waiting(List.of(event), null, written));
    }

    /** Keeps the records of an event, which is over once they are kept. Never blocks. */
    void replace(StoredEvent over, List<Event> records, Written written) {
        write(new Waiting(records, over, written));
    }

    private void write(Waiting one) {
        waiting.add(one);
        LockSupport.unpark(thread);
        if (ended) {
            refuseRest();
        }
    }

    /** Whoever comes after the end is told so. */
    private void refuseRest() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            tell(next, new IOException("The queue of events is closed"));
        }
    }

    private void run() {
        while (!closed || !waiting.isEmpty()) {
            IOException problem = open();
            List<Waiting> batch = takeBatch();
            if (!batch.isEmpty()) {
                write(batch, problem);
            } else if (!closed) {
                park();
            }
        }
        closeStore();
        ended = true;
        refuseRest();
    }

    private void park() {
        if (store == null) {
            ServerThreads.parkNanos(this, LOCK_POLL_NANOS);
        } else {
            ServerThreads.parkNanos(this, Long.MAX_VALUE);
        }
    }

    /** Opens the store if it is not. Returns why it cannot be opened. */
    private @Nullable IOException open() {
        if (store != null) {
            return null;
        }
        try {
            EventStore opened = opener.open();
            store = opened;
            listener.opened(opened);
            return null;
        } catch (IOException | RuntimeException e) {
            if (!saidClosed) {
                sayClosed(e);
            }
            saidClosed = true;
            return e instanceof IOException io ? io : new IOException(e);
        }
    }

    /** Once, not with each of the tries that follow. */
    private static void sayClosed(Exception why) {
        if (why instanceof EventStore.LockedException) {
            log.warn("Events wait until the folder is free: {}", why.getMessage());
        } else {
            log.error("Events cannot be kept: --data-dir must be a folder that can be written to, or a volume", why);
        }
    }

    private List<Waiting> takeBatch() {
        List<Waiting> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < MOST_EVENTS && bytes < MOST_BYTES) {
            Waiting next = waiting.poll();
            if (next == null) {
                break;
            }
            for (Event event : next.events) {
                bytes += event.payload().length;
            }
            batch.add(next);
        }
        return batch;
    }

    private void write(List<Waiting> batch, @Nullable IOException problem) {
        IOException failure = problem;
        if (store != null) {
            try {
                List<Event> events =
                        batch.stream().flatMap(one -> one.events.stream()).toList();
                List<StoredEvent> stored = store.append(events);
                listener.written(
                        stored,
                        batch.stream()
                                .map(Waiting::over)
                                .filter(Objects::nonNull)
                                .toList());
            } catch (IOException | RuntimeException e) {
                log.error("Events cannot be kept", e);
                failure = e instanceof IOException io ? io : new IOException(e);
            }
        }
        for (Waiting one : batch) {
            tell(one, failure);
        }
    }

    private static void tell(Waiting one, @Nullable IOException failure) {
        try {
            one.written.told(failure);
        } catch (RuntimeException e) {
            log.error(
                    "The acceptance of event {} could not be told",
                    one.events.get(0).id(),
                    e);
        }
    }

    private void closeStore() {
        listener.closing();
        if (store != null) {
            try {
                store.close();
            } catch (IOException e) {
                log.warn("The folder of events could not be closed", e);
            }
        }
    }

    /** Writes what waits and gives the folder to others. Returns when that is done. */
    void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
