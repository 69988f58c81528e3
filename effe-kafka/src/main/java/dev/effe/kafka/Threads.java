package dev.effe.kafka;

import java.time.Duration;

/** Waits for threads to end, and interrupts those that do not. Stateless. */
final class Threads {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Threads() {}

    static void join(Thread thread) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
