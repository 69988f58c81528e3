package dev.effe.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** Tries assertions again until they hold. Stateless and thread-safe. */
final class Eventually {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private Eventually() {}

    /** As {@link EffeExtension#eventually} says. */
    static void holds(Duration patience, Executable assertions) {
        if (patience.compareTo(LEAST) < 0 || patience.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("patience must be from 1 s to 10 min, but was " + patience);
        }
        long end = System.nanoTime() + patience.toNanos();
        long pauseMillis = 1;
        int tries = 1;
        for (Throwable failure = failure(assertions); failure != null; failure = failure(assertions)) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError(
                        "Not so within " + patience.toMillis() + " ms, tried " + tries + " times: "
                                + failure.getMessage(),
                        failure);
            }
            pause(pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            tries++;
        }
    }

    /** Null if they hold. An Error other than an AssertionError ends the wait. */
    private static @Nullable Throwable failure(Executable assertions) {
        try {
            assertions.execute();
            return null;
        } catch (AssertionError | Exception e) {
            return e;
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return e;
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for assertions to hold", e);
        }
    }
}
