package dev.effe.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** User code that does not return until the test lets it, whatever interrupts it. Thread-safe. */
public final class Hang {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();

    /** The user code. */
    public void hang() {
        entered.countDown();
        while (true) {
            try {
                ended.await();
                return;
            } catch (InterruptedException e) {
                interrupts.incrementAndGet(); // It ignores it.
            }
        }
    }

    public Hang awaitEntered() throws InterruptedException {
        assertThat(entered.await(60, TimeUnit.SECONDS)).as("is entered").isTrue();
        return this;
    }

    public void end() {
        ended.countDown();
    }

    /** The number of times that it was interrupted; each is noticed a little later than it was sent. */
    public int interrupts() {
        return interrupts.get();
    }
}
