package dev.effe.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends a test's threads. */
public final class Ended {

    private Ended() {}

    /** Interrupts the threads and sees that they end. */
    public static void threadsOf(ExecutorService executor) {
        executor.shutdownNow();
        try {
            assertThat(executor.awaitTermination(60, TimeUnit.SECONDS))
                    .as("threads end")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while threads end", e);
        }
    }
}
