package dev.effe.server;

import dev.effe.server.cli.ProcessSettings;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.events.EventQueue;
import dev.effe.server.health.Life;
import dev.effe.server.pool.PoolStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a server outside-in, so that nothing that a client was promised is lost. Thread-safe. */
final class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
    /** For answers to those that were cut to reach their clients. */
    private static final long CUT_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ProcessSettings settings;
    private final Life life;
    private final List<ServedFunction> functions;
    private final Workers workers;
    private final Ports ports;
    private final Closer parts;
    private final TopicsInService topics;

    private final CountDownLatch over = new CountDownLatch(1);
    /** Written before over opens. */
    private volatile boolean complete;
    /** Touched by the thread that stops. */
    private boolean drained;

    /**
     * Makes it.
     *
     * @param functions in the order in which they stop
     * @param parts everything else that is to be closed
     */
    Shutdown(
            ProcessSettings settings,
            Life life,
            List<ServedFunction> functions,
            Workers workers,
            Ports ports,
            Closer parts,
            TopicsInService topics) {
        this.settings = settings;
        this.life = life;
        this.functions = functions;
        this.workers = workers;
        this.ports = ports;
        this.parts = parts;
        this.topics = topics;
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
            boolean stopped = stopFunctions();
            complete = drained && stopped && !life.isOutOfMemory();
            logStopped(System.nanoTime() - startedNanos);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            life.stopped();
            parts.close();
            over.countDown();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void logStopped(long nanos) {
        long started = 0;
        long stopped = 0;
        for (ServedFunction served : functions) {
            PoolStats contexts = served.function().pool().stats();
            started += contexts.started();
            stopped += contexts.stopped();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        log.info("Stopped in {} ms, {} of {} contexts are stopped", millis, stopped, started);
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
                    TimeLimit.text(settings.drainTimeout()));
            for (ServedFunction served : functions) {
                served.dispatcher().cut();
            }
            ports.awaitConnectionsClosed(CUT_ANSWERS_NANOS);
            awaitEvents(CUT_ANSWERS_NANOS);
        }
        return interrupted;
    }

    private boolean drain() throws InterruptedException {
        log.info(
                "Draining: serving on for drain-delay, {}; {} connections are open",
                TimeLimit.text(settings.drainDelay()),
                ports.connections());
        ports.drain();
        for (EventQueue events : events()) {
            events.stopTaking(); // An event that is accepted from now on is for the next process.
        }
        topics.stopTaking();
        pause(settings.drainDelay());
        for (ServedFunction served : functions) {
            served.dispatcher().failExiting();
        }
        ports.stopAccepting();
        long endNanos = System.nanoTime() + settings.drainTimeout().toNanos();
        boolean answered = ports.awaitConnectionsClosed(settings.drainTimeout().toNanos());
        return awaitEvents(endNanos - System.nanoTime()) && answered;
    }

    /** Returns whether no event is going on any more. */
    private boolean awaitEvents(long patienceNanos) throws InterruptedException {
        long endNanos = System.nanoTime() + patienceNanos;
        boolean idle = true;
        for (EventQueue events : events()) {
            idle &= events.awaitIdle(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
        }
        idle &= topics.awaitIdle(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
        return idle;
    }

    private List<EventQueue> events() {
        List<EventQueue> events = new ArrayList<>();
        for (ServedFunction served : functions) {
            EventQueue queue = served.events();
            if (queue != null) {
                events.add(queue);
            }
        }
        return events;
    }

    /** Lets time pass in which proxies notice that this server is not ready any more. */
    private void pause(Duration delay) throws InterruptedException {
        if (over.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("It is this thread that opens the latch");
        }
    }

    /** Returns whether every context is stopped. */
    private boolean stopFunctions() throws InterruptedException {
        boolean stopped = true;
        for (ServedFunction served : functions) {
            stopped &= stop(served);
        }
        return stopped;
    }

    private boolean stop(ServedFunction served) throws InterruptedException {
        Duration stopTimeout = served.settings().contexts().stopTimeout();
        boolean stopped = served.function().pool().close(stopTimeout.plusSeconds(1));
        if (!stopped) {
            log.warn(
                    "Not every context could be stopped {}",
                    served.function().pool().stats());
        }
        FunctionLife.close(served.function(), stopTimeout, workers);
        return stopped;
    }
}
