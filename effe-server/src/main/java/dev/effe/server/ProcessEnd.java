package dev.effe.server;

import dev.effe.server.log.Logs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the process with its server: at a signal, when a function calls System.exit, and when one runs out of memory.
 * Thread-safe.
 */
final class ProcessEnd {

    private final CompletableFuture<Server> started = new CompletableFuture<>();
    private final AtomicBoolean signalled = new AtomicBoolean();

    /** From now on signals and exits stop this server first. */
    void follows(Server server) {
        started.complete(server);
        Signals.handle(List.of("TERM", "INT"), this::signal);
        Runtime.getRuntime().addShutdownHook(new Thread(this::exiting, "effe-exit"));
    }

    /** The first signal drains, and ends with 0 if nothing was cut; the second ends at once. */
    private void signal() {
        if (signalled.getAndSet(true)) {
            Runtime.getRuntime().halt(1);
        }
        end(started.join().stop() ? 0 : 1);
    }

    /** Ends the process with code 1 once what is going on is finished. Returns at once. */
    void fatal() {
        new Thread(this::endFailed, "effe-fatal").start();
    }

    private void endFailed() {
        started.join().stop();
        end(1);
    }

    /** Somebody called System.exit: what is going on is finished, and the exit code stays theirs. */
    private void exiting() {
        started.join().stop();
        Logs.flush();
    }

    /** Halts, since exit would wait for hooks and for whoever has called it already. */
    private static void end(int code) {
        Logs.flush();
        Runtime.getRuntime().halt(code);
    }

    /** Since this process was started, as far as the operating system tells. */
    static long uptimeMillis() {
        Instant now = Instant.now();
        Instant start = ProcessHandle.current().info().startInstant().orElse(now);
        return Math.max(0, Duration.between(start, now).toMillis());
    }
}
