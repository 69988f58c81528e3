package dev.effe.server.topics;

import java.time.Duration;

/** Counts the events that run, for whoever waits for their end. Guarded by itself. */
final class Running {

    private int count;

    synchronized void began() {
        count++;
    }

    synchronized void ended() {
        count--;
        notifyAll();
    }

    /** Waits until none runs. Returns whether that is so. */
    synchronized boolean awaitNone(Duration patience) throws InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        long millis = patience.toMillis();
        while (count > 0 && millis > 0) {
            wait(millis);
            millis = (endNanos - System.nanoTime()) / 1_000_000;
        }
        return count == 0;
    }
}
