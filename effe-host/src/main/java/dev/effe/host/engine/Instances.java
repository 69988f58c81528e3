package dev.effe.host.engine;

import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All instances of a host: started by the first call of their version, stopped when nobody has called it for a while, or
 * when another version needs their memory. Thread-safe.
 */
public final class Instances implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Instances.class);
    private static final long TICK_MILLIS = 500;
    private static final long MEMORY_PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long MEMORY_LOOK_MILLIS = 100;

    private final Engine engine;
    private final MachineMemory memory;
    private final StartGate gate;
    private final Duration idle;
    private final Ticker ticker;

    private final Map<Resolved, VersionInstances> versions = new ConcurrentHashMap<>();
    /** The versions that nobody comes to any more. */
    private final Set<VersionInstances> leaving = ConcurrentHashMap.newKeySet();
    /** All that were started and have not ended. */
    private final Set<RunningInstance> running = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(task -> ServerThreads.replaceable("effe-instances", task));

    /**
     * Makes it, with no instance.
     *
     * @param gate closed with this
     * @param idle how long an instance without calls is kept
     */
    public Instances(Engine engine, MachineMemory memory, StartGate gate, Duration idle, Ticker ticker) {
        this.engine = engine;
        this.memory = memory;
        this.gate = gate;
        this.idle = idle;
        this.ticker = ticker;
    }

    /** From now on idle ones are stopped. */
    public void start() {
        ticks.scheduleWithFixedDelay(this::tickSafely, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Gives a call a place in an instance of its version, now or later. Never blocks. */
    public void claim(InstanceSpec spec, Claim claim) {
        boolean taken = false;
        while (!taken) {
            taken = versions.computeIfAbsent(
                            spec.version(), version -> new VersionInstances(spec, ticker, this::startLater))
                    .claim(claim);
            if (!taken) {
                versions.computeIfPresent(spec.version(), (version, known) -> known.closeIfEmpty() ? null : known);
            }
        }
    }

    /** Gives a place back. */
    public void release(Instance instance) {
        instance.owner.release(instance);
    }

    /** True if an instance of the version takes calls. */
    public boolean isRunning(Resolved version) {
        VersionInstances known = versions.get(version);
        return known != null && known.isRunning();
    }

    /**
     * Has an instance of the version run.
     *
     * @return completed once one takes calls; exceptionally with a {@link StartFailedException} if none does
     */
    public CompletableFuture<@Nullable Void> ready(InstanceSpec spec) {
        CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
        claim(spec, new Claim() {
            @Override
            public void granted(Instance instance) {
                release(instance);
                ready.complete(null);
            }

            @Override
            public void failed(StartFailedException why) {
                ready.completeExceptionally(why);
            }

            @Override
            public void refused() {
                ready.completeExceptionally(new StartFailedException("There is no memory for an instance of "
                        + spec.version() + ": --memory is " + memory.totalMb() + " MiB"));
            }
        });
        return ready;
    }

    /** Has instances of versions that nobody comes to any more stop once their calls are over. */
    public void retire(Predicate<Resolved> which) {
        for (Resolved version : List.copyOf(versions.keySet())) {
            if (which.test(version)) {
                VersionInstances gone = versions.remove(version);
                if (gone != null) {
                    leaving.add(gone);
                    gone.retire();
                }
            }
        }
    }

    /** The instances and calls of each version. */
    public List<VersionView> view() {
        return all().stream().map(VersionInstances::view).toList();
    }

    public MachineMemory memory() {
        return memory;
    }

    private Collection<VersionInstances> all() {
        List<VersionInstances> all = new ArrayList<>(versions.values());
        all.addAll(leaving);
        return all;
    }

    private void startLater(VersionInstances version) {
        try {
            gate.start(() -> startNow(version));
        } catch (RejectedExecutionException e) {
            version.hadNoMemory(); // The host stops.
        }
    }

    private void startNow(VersionInstances version) {
        InstanceSpec spec = version.spec;
        try {
            if (!takeMemory(spec.chargedMb())) {
                log.warn(
                        "There is no memory for an instance of {}, {} MiB: instances have {} of {} MiB (--memory)",
                        spec.version(),
                        spec.chargedMb(),
                        memory.usedMb(),
                        memory.totalMb());
                version.hadNoMemory();
                return;
            }
            startWithMemory(version, spec);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            version.hadNoMemory();
        }
    }

    private void startWithMemory(VersionInstances version, InstanceSpec spec) throws InterruptedException {
        RunningInstance started = null;
        try {
            started = engine.start(spec);
        } catch (StartFailedException e) {
            log.warn("An instance of {} could not be started: {}", spec.version(), e.getMessage());
            version.startFailed(e);
            return;
        } finally {
            if (started == null) {
                memory.give(spec.chargedMb());
            }
        }
        RunningInstance instance = started;
        running.add(instance);
        instance.ended().thenRun(() -> {
            running.remove(instance);
            memory.give(spec.chargedMb());
        });
        version.started(instance);
    }

    /** Stops idle instances for it, and waits. */
    private boolean takeMemory(int mb) throws InterruptedException {
        long endNanos = ticker.nanos() + MEMORY_PATIENCE_NANOS;
        Instance stopping = null;
        while (!memory.tryTake(mb)) {
            if (mb > memory.totalMb()) {
                return false;
            }
            if (stopping == null || !stopping.isAlive()) {
                stopping = stopIdlest();
            }
            // One that is ending makes room soon: the first one writes the archive of classes, which takes seconds.
            if (ticker.nanos() - endNanos >= 0 && stopping == null) {
                return false;
            }
            memory.await(MEMORY_LOOK_MILLIS);
        }
        return true;
    }

    /** Stops the instance that has been idle for the longest; null if there is none. */
    private @Nullable Instance stopIdlest() {
        VersionInstances owner = null;
        Instance idlest = null;
        for (VersionInstances version : all()) {
            Instance candidate = version.idlest();
            if (candidate != null && (idlest == null || candidate.idleSinceNanos - idlest.idleSinceNanos < 0)) {
                owner = version;
                idlest = candidate;
            }
        }
        return owner != null && idlest != null && owner.stopIfIdle(idlest) ? idlest : null;
    }

    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            log.error("Instances could not be looked after; the rest goes on", e);
        }
    }

    /** Stops what is idle, and refuses calls that have waited for too long. */
    void tick() {
        for (VersionInstances version : all()) {
            version.tick(idle.toNanos());
        }
        for (Resolved version : List.copyOf(versions.keySet())) {
            versions.computeIfPresent(version, (key, known) -> known.closeIfEmpty() ? null : known);
        }
        leaving.removeIf(VersionInstances::closeIfEmpty);
    }

    /**
     * Stops all instances at once, once their calls are over, and waits for that.
     *
     * @return whether all have ended
     */
    public boolean stop(Duration patience) throws InterruptedException {
        ticks.shutdownNow();
        gate.close();
        retire(version -> true);
        long endNanos = System.nanoTime() + patience.toNanos();
        List<RunningInstance> left = List.copyOf(running);
        left.forEach(RunningInstance::stop);
        for (RunningInstance instance : left) {
            try {
                instance.ended().get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                log.warn("An instance does not end in time: it is killed");
                instance.kill();
            }
        }
        return running.isEmpty();
    }

    /** Ends all instances now. */
    @Override
    public void close() {
        ticks.shutdownNow();
        gate.close();
        running.forEach(RunningInstance::kill);
    }
}
