package dev.effe.host.engine;

import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one version, and the calls that wait for them. Guarded by a lock of its own, under which nobody is
 * called. Thread-safe.
 */
final class VersionInstances {

    private static final int MOST_WAITING = 1000;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
    /** Beyond what a start may take, for those that wait behind other starts. */
    private static final long START_PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    /** A call that waits. */
    private record Waiting(Claim claim, long sinceNanos) {}

    /** A call and the place that it has been given. */
    private record Grant(Claim claim, Instance instance) {}

    final InstanceSpec spec;
    private final int callsAtOnce;
    private final Ticker ticker;
    /** Starts one more. */
    private final Runnable starter;

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final List<Instance> instances = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final StartBackoff backoff = new StartBackoff();
    private int starting;
    private boolean retired;
    private boolean closed;

    VersionInstances(InstanceSpec spec, Ticker ticker, Consumer<VersionInstances> starter) {
        this.spec = spec;
        this.callsAtOnce = spec.callsAtOnce();
        this.ticker = ticker;
        this.starter = () -> starter.accept(this);
    }

    /**
     * Gives a call a place, now or later.
     *
     * @return false if this version was forgotten meanwhile, and the call is to be brought to its successor
     */
    boolean claim(Claim claim) {
        Instance picked;
        StartFailedException refusal = null;
        boolean queued = false;
        boolean starts = false;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            picked = take();
            if (picked == null) {
                refusal = instances.isEmpty() && starting == 0 ? backoff.refusal(ticker.nanos()) : null;
                queued = refusal == null && waiting.size() < MOST_WAITING;
                if (queued) {
                    waiting.add(new Waiting(claim, ticker.nanos()));
                    starts = takeStart();
                }
            }
        } finally {
            lock.unlock();
        }
        if (picked != null) {
            claim.granted(picked);
        } else if (refusal != null) {
            claim.failed(refusal);
        } else if (!queued) {
            claim.refused();
        }
        if (starts) {
            starter.run();
        }
        return true;
    }

    /** The fullest with room, so that the others go idle; null if there is none. */
    private @Nullable Instance take() {
        Instance best = null;
        for (Instance instance : instances) {
            boolean hasRoom = !instance.draining && instance.calls < callsAtOnce;
            if (hasRoom && (best == null || instance.calls > best.calls)) {
                best = instance;
            }
        }
        if (best != null) {
            best.calls++;
        }
        return best;
    }

    /** Counts one more start, if more calls wait than the starts that are under way will have places for. */
    private boolean takeStart() {
        boolean wanted = waiting.size() > starting * callsAtOnce && backoff.refusal(ticker.nanos()) == null && !closed;
        if (wanted) {
            starting++;
        }
        return wanted;
    }

    /** Gives a place back. */
    void release(Instance instance) {
        boolean stop = false;
        List<Grant> grants;
        lock.lock();
        try {
            instance.calls--;
            instance.idleSinceNanos = ticker.nanos();
            grants = grants();
            stop = mayStop(instance);
        } finally {
            lock.unlock();
        }
        grant(grants);
        if (stop) {
            instance.running.stop();
        }
    }

    private boolean mayStop(Instance instance) {
        if (retired && waiting.isEmpty()) {
            instance.draining = true;
        }
        return instance.draining && instance.calls == 0;
    }

    private List<Grant> grants() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Grant> grants = new ArrayList<>();
        Instance free = take();
        while (free != null) {
            grants.add(new Grant(waiting.remove().claim(), free));
            free = waiting.isEmpty() ? null : take();
        }
        return grants;
    }

    private static void grant(List<Grant> grants) {
        for (Grant grant : grants) {
            grant.claim().granted(grant.instance());
        }
    }

    /** A start has succeeded. */
    void started(RunningInstance running) {
        Instance instance = new Instance(this, running, ticker.nanos());
        List<Grant> grants;
        boolean stop;
        lock.lock();
        try {
            starting--;
            backoff.succeeded();
            instances.add(instance);
            grants = grants();
            stop = mayStop(instance);
        } finally {
            lock.unlock();
        }
        running.ended().thenRun(() -> ended(instance));
        grant(grants);
        if (stop) {
            running.stop();
        }
    }

    /** A start has failed: all that wait for it are told, unless there are other instances. */
    void startFailed(StartFailedException why) {
        tellIfAlone(claim -> claim.failed(why), why);
    }

    /** There was no memory for a start. */
    void hadNoMemory() {
        tellIfAlone(Claim::refused, null);
    }

    private void tellIfAlone(Consumer<Claim> end, @Nullable StartFailedException why) {
        List<Waiting> told = List.of();
        lock.lock();
        try {
            starting--;
            if (why != null) {
                backoff.failed(why, ticker.nanos());
            }
            if (instances.isEmpty() && starting == 0) {
                told = new ArrayList<>(waiting);
                waiting.clear();
            }
        } finally {
            lock.unlock();
        }
        told.forEach(each -> end.accept(each.claim()));
    }

    private void ended(Instance instance) {
        boolean starts;
        lock.lock();
        try {
            instance.draining = true;
            instances.remove(instance);
            starts = takeStart();
        } finally {
            lock.unlock();
        }
        if (starts) {
            starter.run();
        }
    }

    /** From now on nobody else is to come: its instances stop when their calls are over. */
    void retire() {
        List<Instance> stopped;
        lock.lock();
        try {
            retired = true;
            stopped = instances.stream().filter(this::mayStop).toList();
        } finally {
            lock.unlock();
        }
        stopped.forEach(instance -> instance.running.stop());
    }

    /** Ends what has been idle for so long, and refuses calls that have waited for too long. */
    void tick(long idleNanos) {
        long now = ticker.nanos();
        List<Instance> stopped = new ArrayList<>();
        List<Waiting> refused = new ArrayList<>();
        lock.lock();
        try {
            for (Instance instance : instances) {
                boolean idle = instance.calls == 0 && now - instance.idleSinceNanos >= idleNanos;
                if (idle && !instance.draining) {
                    instance.draining = true;
                    stopped.add(instance);
                }
            }
            long patience = starting > 0 ? START_PATIENCE_NANOS : PATIENCE_NANOS;
            Iterator<Waiting> oldest = waiting.iterator();
            while (oldest.hasNext()) {
                Waiting next = oldest.next();
                if (now - next.sinceNanos() < patience) {
                    break;
                }
                oldest.remove();
                refused.add(next);
            }
        } finally {
            lock.unlock();
        }
        stopped.forEach(instance -> instance.running.stop());
        refused.forEach(each -> each.claim().refused());
    }

    /** The instance that has been idle for the longest; null if none is. */
    @Nullable Instance idlest() {
        lock.lock();
        try {
            Instance idlest = null;
            for (Instance instance : instances) {
                boolean idle = instance.calls == 0 && !instance.draining;
                if (idle && (idlest == null || instance.idleSinceNanos - idlest.idleSinceNanos < 0)) {
                    idlest = instance;
                }
            }
            return idlest;
        } finally {
            lock.unlock();
        }
    }

    /** Stops an instance if it is idle still. */
    boolean stopIfIdle(Instance instance) {
        lock.lock();
        try {
            if (instance.calls > 0 || instance.draining) {
                return false;
            }
            instance.draining = true;
        } finally {
            lock.unlock();
        }
        instance.running.stop();
        return true;
    }

    /** True once nothing is here; from then on it takes no calls. */
    boolean closeIfEmpty() {
        lock.lock();
        try {
            closed = closed || (instances.isEmpty() && waiting.isEmpty() && starting == 0 && !backsOff());
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean backsOff() {
        return !retired && backoff.refusal(ticker.nanos()) != null;
    }

    /** True if an instance takes calls. */
    boolean isRunning() {
        lock.lock();
        try {
            return instances.stream().anyMatch(instance -> !instance.draining);
        } finally {
            lock.unlock();
        }
    }

    VersionView view() {
        lock.lock();
        try {
            int calls = instances.stream().mapToInt(instance -> instance.calls).sum();
            return new VersionView(spec.version(), instances.size(), starting, calls, waiting.size());
        } finally {
            lock.unlock();
        }
    }
}
