package dev.effe.tool.remote;

import dev.effe.server.cli.ToolException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits. */
@FunctionalInterface
public interface Pause {

    /** For so long, by the clock. */
    Pause REAL = Pause::await;

    /**
     * Waits for so long.
     *
     * @throws ToolException if it is interrupted
     */
    void of(Duration time) throws ToolException;

    private static void await(Duration time) throws ToolException {
        try {
            if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        }
    }
}
