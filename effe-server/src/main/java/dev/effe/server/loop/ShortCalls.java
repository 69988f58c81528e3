package dev.effe.server.loop;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.threads.Fatal;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Makes calls one after the other on as few platform threads as there are processors, for where event loops cannot make
 * them: to hand each to a thread of its own, and its answer back, costs more than a short call does. Once one waits for
 * something, or computes while others wait, calls have threads of their own for a while: see {@link Placement}.
 * Thread-safe.
 */
public final class ShortCalls implements Executor, Watched, AutoCloseable {

    private static final RateLimitedLog threadless = new RateLimitedLog(LoggerFactory.getLogger(ShortCalls.class));

    /** For calls that take so long, a hand-over does not matter. */
    private static final long LONG_CALL_NANOS = 200_000;

    /** Eight seconds: a function may be short again soon, and to try costs those that wait a tick or two. */
    private static final int LONGEST_STAY_TICKS = 1_000;

    private final Executor threads;
    private final Placement placement = new Placement(LONGEST_STAY_TICKS);
    private final StallWatch watch = new StallWatch(() -> {});
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();

    /** Who makes calls; null where nobody does. Whoever takes a place out of it puts it back, or others do for it. */
    private final AtomicReferenceArray<@Nullable CallServer> serving;

    // Touched only by the watch.
    private final @Nullable CallServer[] seen;
    private final long[] callsSeen;

    /**
     * Begins to watch over calls.
     *
     * @param threads runs each task at once, on a thread of its own
     * @param most how many threads are to make calls at the same time
     */
    public static ShortCalls of(Executor threads, int most) {
        ShortCalls calls = new ShortCalls(threads, most);
        calls.watch.start(List.of(calls));
        return calls;
    }

    /** Nobody watches over the calls of this one. */
    ShortCalls(Executor threads, int most) {
        this.threads = threads;
        serving = new AtomicReferenceArray<>(most);
        seen = new CallServer[most];
        callsSeen = new long[most];
    }

    @Override
    public void execute(Runnable call) {
        if (!placement.onLoop()) {
            threads.execute(call);
            return;
        }
        ready.add(call);
        try {
            serve();
        } catch (RuntimeException | Error e) {
            if (ready.remove(call)) {
                throw e;
            }
        }
    }

    /** Sees to it that somebody makes the calls that are ready. */
    private void serve() {
        for (int i = 0; i < serving.length(); i++) {
            if (serving.get(i) == null && begin(new CallServer(this, i))) {
                return;
            }
        }
    }

    private boolean begin(CallServer server) {
        if (!serving.compareAndSet(server.place, null, server)) {
            return false;
        }
        try {
            threads.execute(server);
        } catch (RuntimeException | Error e) {
            serving.compareAndSet(server.place, server, null);
            throw e;
        }
        watch.wake();
        return true;
    }

    // For servers.

    boolean isReady() {
        return !ready.isEmpty();
    }

    /** Returns the call that is ready first; null if there is none, or if another has the server's place. */
    @Nullable Runnable next(CallServer server) {
        return serving.get(server.place) == server ? ready.poll() : null;
    }

    /** Gives the place back. Returns false if there is a call again, which is the server's then. */
    boolean leave(CallServer server) {
        if (!serving.compareAndSet(server.place, server, null)) {
            return true;
        }
        return ready.isEmpty() || !serving.compareAndSet(server.place, null, server);
    }

    /** A call has ended the server's thread. */
    void died(CallServer server) {
        serving.compareAndSet(server.place, server, null);
        if (isReady()) {
            serve();
        }
    }

    // For the watch.

    @Override
    public boolean isIdle() {
        for (int i = 0; i < serving.length(); i++) {
            if (serving.get(i) != null) {
                return false;
            }
        }
        return ready.isEmpty() && placement.onLoop(); // Else its time away is to be counted.
    }

    @Override
    public boolean tick() {
        for (int i = 0; i < serving.length(); i++) {
            look(i);
        }
        placement.tick();
        if (!placement.onLoop()) {
            passOn();
        }
        return !isIdle();
    }

    private void look(int place) {
        CallServer server = serving.get(place);
        long calls = server == null ? 0 : server.calls();
        if (server != null && server == seen[place]) {
            judge(server, calls - callsSeen[place]);
        }
        seen[place] = server;
        callsSeen[place] = calls;
    }

    /**
     * By what the thread does, and not by the time alone: on a busy machine others have the processor.
     *
     * @param made how many calls since the last look
     */
    private void judge(CallServer server, long made) {
        boolean few = made * LONG_CALL_NANOS <= StallWatch.TICK_NANOS;
        boolean kept =
                few && (server.isWaiting() || (isReady() && server.computes(StallWatch.TICK_NANOS, LONG_CALL_NANOS)));
        if (kept && serving.get(server.place) == server) { // One that is done waits, too.
            placement.stalled();
            serving.compareAndSet(server.place, server, null); // Its call may never end.
        }
        if (made == 0 || kept) {
            server.wakeLoops(); // Last: answers before a call that is held up are not to wait for it.
        }
    }

    /** Has the calls that are ready made by threads of their own. */
    private void passOn() {
        for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
            try {
                threads.execute(next);
            } catch (RuntimeException | OutOfMemoryError e) {
                Fatal.check(e);
                ready.add(next); // Behind others, for whoever is free first.
                threadless.warn("No thread for a call that waits; trying again", e);
                return;
            }
        }
    }

    /** Ends the watch; calls that are ready are made. */
    @Override
    public void close() {
        watch.end();
        passOn();
    }
}
