package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.function.Leftovers;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.health.Health;
import dev.effe.server.health.StarvationWatch;
import dev.effe.server.health.StuckWatch;
import dev.effe.server.log.ThreadStack;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.Housekeeper;
import dev.effe.server.threads.ServerThreads;
import dev.effe.server.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function in service until another takes its place. It has a timer and a housekeeper of its own, so that nothing holds
 * it once it is closed. Thread-safe.
 */
final class ReloadedFunction {

    private static final Logger log = LoggerFactory.getLogger(ReloadingServer.class);
    /** For threads that were told to end. */
    private static final Duration LEFT_PATIENCE = Duration.ofSeconds(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Object version;
    private final ServedFunction served;
    private final Housekeeper housekeeper;

    /** Guarded by this. */
    private final Closer parts;

    private volatile boolean closed;

    private ReloadedFunction(Object version, ServedFunction served, Housekeeper housekeeper, Closer parts) {
        this.version = version;
        this.served = served;
        this.housekeeper = housekeeper;
        this.parts = parts;
    }

    /**
     * Makes a function ready to serve: its init has returned, and its min-contexts are started.
     *
     * @param from closed if it fails
     * @param version tells it from others of its name
     * @throws StartException if it fails; nothing is left behind then
     */
    static ReloadedFunction start(
            FunctionToServe from, Object version, ServerParts server, Health health, ReloadedQueues queues)
            throws StartException {
        Closer parts = new Closer();
        LoadedLogic loaded = from.loaded();
        Set<Thread> stuck = new HashSet<>();
        parts.add(() -> unload(from.name(), loaded, stuck, server.workers));
        try {
            ServedFunction served = begin(from, server, health, queues, parts);
            return new ReloadedFunction(version, served, keep(served, server, health, stuck, parts), parts);
        } catch (StartException e) {
            close(parts);
            throw e.of(from.name());
        } catch (RuntimeException | Error e) {
            close(parts);
            throw e;
        }
    }

    private static ServedFunction begin(
            FunctionToServe from, ServerParts server, Health health, ReloadedQueues queues, Closer parts)
            throws StartException {
        Info info = server.info(from);
        ServedFunction served = server.begin(from, server.load(from), health, parts);
        return info == null
                ? served
                : served.with(InvokeApi.invoked(served, info, queues.of(served, info), server.workers));
    }

    /**
     * Starts its contexts, and the threads that look after them.
     *
     * @param stuck gets the threads that do not return
     */
    private static Housekeeper keep(
            ServedFunction served, ServerParts server, Health health, Set<Thread> stuck, Closer parts)
            throws StartException {
        FunctionSettings settings = served.settings();
        ContextPool<?> pool = served.function().pool();
        Timer timer = parts.add(
                new Timer(served.expiries(), List.of(served.dispatcher().alarms())));
        timer.start();
        parts.add(() -> stopContexts(served, stuck));
        FirstContexts.start(served.function(), settings.contexts(), server.workers);
        StarvationWatch starvation = new StarvationWatch(
                server.workers, server.life, settings.timeouts().call(), ServerParts.TICKER);
        StuckWatch watch = new StuckWatch(List.of(served.dispatcher()), List.of(pool), starvation, health);
        Housekeeper housekeeper =
                parts.add(new Housekeeper(List.of(pool), ServerStart.threadIdle(settings), () -> {}, watch::check));
        housekeeper.start();
        return housekeeper;
    }

    /** Closes them although this thread may have been interrupted: that was to end the start. */
    private static void close(Closer parts) {
        boolean interrupted = Thread.interrupted();
        parts.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes functions that are not served after all. */
    static void abandon(List<ReloadedFunction> made) {
        Closer all = new Closer();
        made.forEach(function -> all.add(function::close));
        close(all);
    }

    private static void stopContexts(ServedFunction served, Set<Thread> stuck) throws InterruptedException {
        ContextPool<?> pool = served.function().pool();
        Duration stopTimeout = served.settings().contexts().stopTimeout();
        if (!pool.close(stopTimeout.plusSeconds(1))) {
            stuck.addAll(pool.overdueThreads());
            log.warn(
                    "{} is out of service, but calls of it do not return {}; its classes stay until they do: {}",
                    served.function().origin(),
                    pool.stats(),
                    stuck.stream()
                            .map(thread -> new ThreadStack(thread).toString())
                            .toList());
        }
    }

    /** @param stuck threads that were named already */
    private static void unload(String name, LoadedLogic loaded, Set<Thread> stuck, Executor workers) {
        FunctionLife.unload(loaded);
        List<Thread> left = new ArrayList<>(Leftovers.clear(loaded, workers, LEFT_PATIENCE));
        left.removeAll(stuck);
        if (!left.isEmpty()) {
            log.warn(
                    "{} has left threads running, which keep its old classes in memory: {}. End them in the function's"
                            + " close, or in a context's stop",
                    name.isEmpty() ? loaded.origin() : name,
                    left.stream().map(Thread::getName).toList());
        }
    }

    ServedFunction served() {
        return served;
    }

    boolean isOf(Object other) {
        return version.equals(other);
    }

    /**
     * Takes it out of service: idle contexts stop at once, its calls go on, and it is closed after the last of them. Returns
     * at once.
     *
     * @param successor who gets the calls that still come; null of it for nobody
     * @param callers functions that are taken out of service too, whose calls may still need this one
     * @param onClosed told when it is closed
     */
    void retire(
            Supplier<? extends @Nullable Dispatcher<?>> successor, List<ReloadedFunction> callers, Runnable onClosed) {
        housekeeper.close();
        served.function().pool().retire(() -> served.admission().queued() > 0);
        if (callers.isEmpty()) {
            served.dispatcher().retire(successor); // Now, however long its thread takes to begin.
        }
        ServerThreads.replaceable("effe-retire", () -> {
                    long endNanos = System.nanoTime() + longest().toNanos();
                    if (!callers.isEmpty()) {
                        awaitAll(callers, endNanos);
                        served.dispatcher().retire(successor);
                    }
                    end(endNanos);
                    onClosed.run();
                })
                .start();
    }

    /** A call that has come may wait, run, and stream for so long. */
    private Duration longest() {
        Duration call = served.settings().timeouts().call();
        Duration stream = served.settings().timeouts().stream();
        return served.settings().queue().longestWait().plus(call).plus(stream);
    }

    private static void awaitAll(List<ReloadedFunction> functions, long endNanos) {
        for (ReloadedFunction function : functions) {
            while (!function.closed && System.nanoTime() - endNanos < 0) {
                ServerThreads.parkNanos(function, LOOK_NANOS);
            }
        }
    }

    private void end(long endNanos) {
        while (!closed && !served.dispatcher().isOver()) {
            if (System.nanoTime() - endNanos >= 0) {
                log.warn(
                        "Cutting the calls of {}, which is replaced: their time is over",
                        served.function().origin());
                served.dispatcher().cut();
                break;
            }
            ServerThreads.parkNanos(this, LOOK_NANOS);
        }
        close();
    }

    /** Stops every context, closes the function and unloads it; waits for whoever does so already. */
    void close() {
        synchronized (parts) {
            parts.close();
        }
        closed = true;
    }
}
