package dev.effe.host.engine;

import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The one thread that starts all processes. A child that is to end with its parent is sent its signal when the thread that
 * started it ends, not the process (prctl(2), PR_SET_PDEATHSIG). Thread-safe.
 */
final class Spawner implements AutoCloseable {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> ServerThreads.vital("effe-spawn", task));

    /**
     * Starts a process.
     *
     * @throws IOException as {@link ProcessBuilder#start} does
     */
    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        Future<Process> started = thread.submit(builder::start);
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() instanceof IOException cause ? cause.getMessage() : String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            thread.execute(() -> endUnwanted(started));
            throw e;
        }
    }

    private static void endUnwanted(Future<Process> started) {
        try {
            started.get().destroyForcibly();
        } catch (ExecutionException | InterruptedException e) {
            // It was not started.
        }
    }

    /** Ends the thread, and with it every process that is bound to this one. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
