package dev.effe.server;

import dev.effe.server.log.Logs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with its server: at a signal, when a function calls System.exit, and when one runs out of memory.
 * Thread-safe.
 */
final class ProcessEnd {

    private static final Logger log = LoggerFactory.getLogger(ProcessEnd.class);
    /** What ends the process in the moment between the bound port and {@link #follows} waits for that moment to pass. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(1);
    /** For the shutdown hooks of user code, which may hang. */
    private static final Duration HOOKS_PATIENCE = Duration.ofSeconds(5);

    private final CompletableFuture<Server> started = new CompletableFuture<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final CountDownLatch fatal = new CountDownLatch(1);

    /** Set before this class itself ends the process; what else ends it is user code or another signal. */
    private volatile boolean ending;

    /** From now on signals and exits are handled. */
    void install() {
        Signals.handle(List.of("TERM", "INT"), this::signal);
        Runtime.getRuntime().addShutdownHook(new ExitStatus.Hook(this::exiting, "effe-exit", () -> !ending));
    }

    /** From now on signals and exits stop this server first. */
    void follows(Server server) {
        started.complete(server);
    }

    /**
     * Waits for as long as the process lives. Every other thread is a daemon, so that user code's cannot keep the
     * process alive: the caller's does. It is also the one that ends the process after an out-of-memory, when another
     * might not start any more.
     */
    void await() {
        awaitFatal();
        try {
            log.error("The function ran out of memory: stopping");
            started.join().stop();
            exit(1);
        } finally {
            Runtime.getRuntime().halt(1); // There was not even the memory to stop.
        }
    }

    private void awaitFatal() {
        while (true) {
            try {
                fatal.await();
                return;
            } catch (InterruptedException e) {
                // By user code that interrupts whatever thread it finds.
            }
        }
    }

    /** Ends the process with code 1 once what is going on is finished. Returns at once and needs no memory. */
    void fatal() {
        fatal.countDown();
    }

    /** The first signal drains, and ends with 0 if nothing was cut; the second ends at once. */
    private void signal() {
        if (signalled.getAndSet(true)) {
            Runtime.getRuntime().halt(1);
        }
        Server server = startedServer();
        if (server == null) {
            log.info("Stopped by a signal before the function was started");
            exit(0);
        } else {
            exit(server.stop() ? 0 : 1);
        }
    }

    /** Somebody ends the process: what is going on is finished, and the exit code stays theirs. */
    private void exiting() {
        if (!ending) {
            Server server = startedServer();
            if (server == null) {
                System.err.println("effe: The process was ended before it served: the function called System.exit");
            } else {
                server.stop();
            }
        }
        Logs.flush();
    }

    private @Nullable Server startedServer() {
        try {
            return started.get(START_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Ends the process in good order, so that tools such as profilers get their shutdown hooks; but hooks may hang. */
    void exit(int code) {
        ending = true;
        Thread exiting = Thread.currentThread();
        Thread watch = new Thread(() -> haltAfter(exiting, code), "effe-halt");
        watch.setDaemon(true);
        watch.start();
        System.exit(code);
    }

    /** The thread that exits never ends. */
    private static void haltAfter(Thread exiting, int code) {
        try {
            exiting.join(HOOKS_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            // Then at once.
        }
        Runtime.getRuntime().halt(code);
    }
}
