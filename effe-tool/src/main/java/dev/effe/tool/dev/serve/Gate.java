package dev.effe.tool.dev.serve;

import dev.effe.server.threads.ServerThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds requests back until the sources have been looked at: after a save nobody is answered by old code. Requests that come
 * meanwhile share a look, which begins after they came. One thread looks, and also when nobody asks; another reloads.
 * Thread-safe.
 */
public final class Gate implements AutoCloseable {

    /** Looks at the sources, and reloads. Confined to the gate's threads, which never call both at once. */
    public interface Work {

        /** Returns true if there is something to reload. */
        boolean look();

        /** Reloads. Failures are its own business. */
        void reload();
    }

    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    /** For the eye of a developer; requests do not wait for it. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private record Waiting(Runnable go, Runnable late, long sinceNanos) {}

    private final Work work;
    private final long patienceNanos;
    private final Executor reloads;
    private final Thread looker = ServerThreads.vital("effe-dev", this::run);

    // Guarded by this.
    private List<Waiting> arrived = new ArrayList<>();
    /** They came before the reload that is going on began. */
    private List<Waiting> held = new ArrayList<>();

    private boolean reloading;
    private boolean closed;

    /**
     * A gate that is not open yet.
     *
     * @param patience the longest wait of a request
     * @param reloads runs a reload, on another thread
     */
    public Gate(Work work, Duration patience, Executor reloads) {
        this.work = work;
        this.patienceNanos = patience.toNanos();
        this.reloads = reloads;
    }

    /** Begins to look. */
    public void open() {
        looker.start();
    }

    /**
     * Lets a request through once the sources have been looked at. Does not block.
     *
     * @param go what is done then, on a thread of the gate's: must not block
     * @param late what is done instead if a reload takes too long
     */
    public void enter(Runnable go, Runnable late) {
        synchronized (this) {
            if (!closed) {
                arrived.add(new Waiting(go, late, System.nanoTime()));
                LockSupport.unpark(looker);
                return;
            }
        }
        go.run();
    }

    private void run() {
        while (!isClosed()) {
            step();
            synchronized (this) {
                if (!arrived.isEmpty() && !reloading) {
                    continue;
                }
            }
            ServerThreads.parkNanos(this, PAUSE.toNanos());
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void step() {
        expire();
        List<Waiting> batch;
        synchronized (this) {
            if (reloading) {
                return;
            }
            batch = arrived;
            arrived = new ArrayList<>();
        }
        if (!isChanged()) {
            batch.forEach(waiting -> perform(waiting.go));
            return;
        }
        synchronized (this) {
            held = batch;
            reloading = true;
        }
        reloads.execute(this::reload);
    }

    private boolean isChanged() {
        try {
            return work.look();
        } catch (RuntimeException e) {
            log.error("The sources cannot be looked at", e);
            return false;
        }
    }

    private void reload() {
        try {
            work.reload();
        } catch (RuntimeException e) {
            log.error("A reload failed by an error of effe itself", e);
        } finally {
            List<Waiting> through;
            synchronized (this) {
                through = held;
                held = new ArrayList<>();
                reloading = false;
            }
            through.forEach(waiting -> perform(waiting.go));
            LockSupport.unpark(looker);
        }
    }

    private void expire() {
        List<Waiting> late = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            for (List<Waiting> list : List.of(arrived, held)) {
                for (Iterator<Waiting> each = list.iterator(); each.hasNext(); ) {
                    Waiting waiting = each.next();
                    if (now - waiting.sinceNanos > patienceNanos) {
                        each.remove();
                        late.add(waiting);
                    }
                }
            }
        }
        late.forEach(waiting -> perform(waiting.late));
    }

    private static void perform(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.error("A request cannot be passed on", e);
        }
    }

    /** Lets all through, now and from now on. */
    @Override
    public void close() {
        List<Waiting> through = new ArrayList<>();
        synchronized (this) {
            closed = true;
            through.addAll(arrived);
            through.addAll(held);
            arrived.clear();
            held.clear();
        }
        through.forEach(waiting -> perform(waiting.go));
        LockSupport.unpark(looker);
    }
}
