package dev.effe.server;

import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's state and what may end it from inside. Thread-safe. */
final class Life implements DispatchListener {

    private static final Logger log = LoggerFactory.getLogger(Life.class);

    private final AtomicReference<ServerState> state = new AtomicReference<>(ServerState.STARTING);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Runnable onFatal;

    /** Set once, when threads wait for each other for ever. */
    private volatile boolean deadlocked;
    /** Set once; nothing that the function holds can be trusted after it. */
    private volatile boolean outOfMemory;

    /** @param onFatal called once, on any thread, when the server can no longer serve; must not block */
    Life(Runnable onFatal) {
        this.onFatal = onFatal;
    }

    ServerState state() {
        return state.get();
    }

    boolean isReady() {
        return state.get() == ServerState.RUNNING && !outOfMemory;
    }

    boolean isOver() {
        return state.get() == ServerState.STOPPED || state.get() == ServerState.FAILED;
    }

    boolean isDeadlocked() {
        return deadlocked;
    }

    boolean isOutOfMemory() {
        return outOfMemory;
    }

    /** STARTING → RUNNING. */
    void running() {
        if (state.compareAndSet(ServerState.STARTING, ServerState.RUNNING)) {
            ready.countDown();
        }
    }

    boolean awaitRunning(Duration patience) throws InterruptedException {
        return ready.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** STARTING or RUNNING → DRAINING. Returns false if that was done before. */
    boolean draining() {
        return state.compareAndSet(ServerState.RUNNING, ServerState.DRAINING)
                || state.compareAndSet(ServerState.STARTING, ServerState.DRAINING);
    }

    /** DRAINING → STOPPED. */
    void stopped() {
        state.set(ServerState.STOPPED);
    }

    void deadlocked() {
        deadlocked = true;
    }

    /** Watches for the failure that no function can be trusted after. */
    @Override
    public void ended(Outcome outcome, long nanos) {
        if (outcome instanceof Outcome.Failed failed && failed.cause() instanceof OutOfMemoryError && !outOfMemory) {
            outOfMemory = true;
            log.error("The function ran out of memory: the server is no longer ready and stops");
            onFatal.run();
        }
    }
}
