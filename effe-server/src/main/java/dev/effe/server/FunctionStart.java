package dev.effe.server;

import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.function.LoadedFunction;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the user's init and close: once each, on a worker, and no longer than they may take. */
final class FunctionStart {

    private static final Logger log = LoggerFactory.getLogger(FunctionStart.class);

    private FunctionStart() {}

    static void init(LoadedFunction<?> function, FunctionConfig config, Duration timeout, Executor workers)
            throws StartException {
        FutureTask<?> init = new FutureTask<>(() -> {
            function.init(config.setup(function.info()));
            return null;
        });
        workers.execute(init);
        try {
            init.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new StartException("The init of " + function.origin() + " failed: " + cause, cause);
        } catch (TimeoutException e) {
            init.cancel(true);
            throw new StartException(
                    "The init of " + function.origin() + " took longer than init-timeout, " + timeout.toSeconds()
                            + " s",
                    null);
        } catch (InterruptedException e) {
            init.cancel(true);
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted during the function's init", e);
        }
    }

    /** Calls the user's close and unloads the function; whatever goes wrong is logged. */
    static void close(LoadedFunction<?> function, Duration timeout, Executor workers) {
        FutureTask<?> close = new FutureTask<>(() -> {
            function.close();
            return null;
        });
        try {
            workers.execute(close);
            close.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            log.warn("The function's close threw", e.getCause());
        } catch (TimeoutException e) {
            close.cancel(true);
            log.warn("The function's close took longer than stop-timeout, {} s", timeout.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            function.unload();
        } catch (java.io.IOException e) {
            log.warn("The function's jar could not be closed", e);
        }
    }
}
