package dev.effe.server;

import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.http.HttpListener;
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
    private final HttpListener listener;
    private final @Nullable HttpListener adminListener;
    private final Workers workers;
    private final List<AutoCloseable> engines;

    private final CountDownLatch over = new CountDownLatch(1);
    /** Written before over opens. */
    private volatile boolean complete;

    /** @param engines what else is to be closed, in this order */
    Shutdown(
            Settings settings,
            Life life,
            LoadedFunction<?> function,
            Dispatcher<?> dispatcher,
            HttpListener listener,
            @Nullable HttpListener adminListener,
            Workers workers,
            List<AutoCloseable> engines) {
        this.settings = settings;
        this.life = life;
        this.function = function;
        this.dispatcher = dispatcher;
        this.listener = listener;
        this.adminListener = adminListener;
        this.workers = workers;
        this.engines = engines;
    }

    /** Returns whether every request was finished. */
    boolean run() {
        try {
            if (life.draining()) {
                complete = drain();
                stopFunction();
                life.stopped();
                closeEngines();
                over.countDown();
            } else {
                over.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return complete;
    }

    private boolean drain() throws InterruptedException {
        log.info("Draining: {} connections are open", listener.stats().connections());
        listener.drain();
        pause(settings.drainDelay());
        dispatcher.failExiting();
        listener.stopAccepting();
        if (listener.awaitConnectionsClosed(settings.drainTimeout().toNanos())) {
            return true;
        }
        log.warn(
                "Cutting what drain-timeout, {} s, did not suffice for",
                settings.drainTimeout().toSeconds());
        dispatcher.cut();
        listener.awaitConnectionsClosed(CUT_ANSWERS_NANOS);
        return false;
    }

    /** Lets time pass in which proxies notice that this server is not ready any more. */
    private void pause(Duration delay) throws InterruptedException {
        if (over.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("It is this thread that opens the latch");
        }
    }

    private void stopFunction() throws InterruptedException {
        if (!function.pool().close(settings.stopTimeout().plusSeconds(1))) {
            log.warn("Not every context could be stopped {}", function.pool().stats());
        }
        FunctionStart.close(function, settings.stopTimeout(), workers);
    }

    private void closeEngines() {
        if (adminListener != null) {
            adminListener.stopAccepting();
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
