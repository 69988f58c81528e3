package dev.effe.server;

import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.events.EventQueue;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.health.Life;
import dev.effe.server.pool.PoolStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a server outside-in, so that nothing that a client was promised is lost. Thread-safe. */
final class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
    /** For answers to those that were cut to reach their clients. */
    private static final long CUT_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Settings settings;
    private final Life life;
    private final LoadedFunction<?> function;
    private final Dispatcher<?> dispatcher;
    private final Ports ports;
    private final @Nullable EventQueue events;
    private final Workers workers;
    private final List<AutoCloseable> engines;

    private final CountDownLatch over = new CountDownLatch(1);
    /** Written before over opens. */
    private volatile boolean complete;
    /** Touched by the thread that stops. */
    private boolean drained;

    /**
     * Makes it.
     *
     * @param events null if none can come
     * @param engines what else is to be closed, in this order
     */
    Shutdown(
            Settings settings,
            Life life,
            LoadedFunction<?> function,
            Dispatcher<?> dispatcher,
            Ports ports,
            @Nullable EventQueue events,
            Workers workers,
            List<AutoCloseable> engines) {
        this.settings = settings;
        this.life = life;
        this.function = function;
        this.dispatcher = dispatcher;
        this.ports = ports;
        this.events = events;
        this.workers = workers;
        this.engines = engines;
    }

    /** Returns whether every request was finished and every context stopped, and memory was never used up. */
    boolean run() {
        if (life.draining()) {
            stop();
        } else if (!awaitOver()) {
            return false;
        }
        return complete;
    }

    private boolean awaitOver() {
        try {
            over.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void stop() {
        boolean interrupted = false;
        long startedNanos = System.nanoTime();
        try {
            interrupted = drainOrCut();
            boolean stopped = stopFunction();
            complete = drained && stopped && !life.isOutOfMemory();
            PoolStats contexts = function.pool().stats();
            log.info(
                    "Stopped in {} ms, {} of {} contexts are stopped",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos),
                    contexts.stopped(),
                    contexts.started());
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            life.stopped();
            closeEngines();
            over.countDown();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether it was interrupted, which ends the patience of the drain but not the stop. */
    private boolean drainOrCut() throws InterruptedException {
        boolean interrupted = false;
        try {
            drained = drain();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (!drained) {
            log.warn(
                    "Cutting the requests of {} connections after drain-timeout, {}",
                    ports.connections(),
                    TimeLimit.text(settings.process().drainTimeout()));
            dispatcher.cut();
            ports.awaitConnectionsClosed(CUT_ANSWERS_NANOS);
            awaitEvents(CUT_ANSWERS_NANOS);
        }
        return interrupted;
    }

    private boolean drain() throws InterruptedException {
        log.info(
                "Draining: serving on for drain-delay, {}; {} connections are open",
                TimeLimit.text(settings.process().drainDelay()),
                ports.connections());
        ports.drain();
        if (events != null) {
            events.stopTaking(); // Requests that are accepted from now on are for the next process.
        }
        pause(settings.process().drainDelay());
        dispatcher.failExiting();
        ports.stopAccepting();
        long endNanos = System.nanoTime() + settings.process().drainTimeout().toNanos();
        boolean answered =
                ports.awaitConnectionsClosed(settings.process().drainTimeout().toNanos());
        return awaitEvents(endNanos - System.nanoTime()) && answered;
    }

    /** Returns whether no event is going on any more. */
    private boolean awaitEvents(long patienceNanos) throws InterruptedException {
        return events == null || events.awaitIdle(Duration.ofNanos(Math.max(0, patienceNanos)));
    }

    /** Lets time pass in which proxies notice that this server is not ready any more. */
    private void pause(Duration delay) throws InterruptedException {
        if (over.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("It is this thread that opens the latch");
        }
    }

    /** Returns whether every context is stopped. */
    private boolean stopFunction() throws InterruptedException {
        boolean stopped = function.pool()
                .close(settings.function().contexts().stopTimeout().plusSeconds(1));
        if (!stopped) {
            log.warn("Not every context could be stopped {}", function.pool().stats());
        }
        FunctionLife.close(function, settings.function().contexts().stopTimeout(), workers);
        FunctionLife.unload(function);
        return stopped;
    }

    private void closeEngines() {
        ports.closeAdmin();
        if (events != null) {
            events.close();
        }
        for (AutoCloseable engine : engines) {
            try {
                engine.close();
            } catch (Exception e) {
                log.warn("{} could not be closed", engine, e);
            }
        }
    }
}
