package dev.effe.server.health;

import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.log.Causes;
import dev.effe.server.threads.MemoryRefusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The server's state and what may end it from inside. Thread-safe. */
public final class Life implements DispatchListener {

    private static final int RESERVE_BYTES = 256 * 1024;

    private final AtomicReference<ServerState> state = new AtomicReference<>(ServerState.STARTING);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Runnable onFatal;

    /** Given back when the heap is used up, so that there is room for the lines that say so, and for the drain. */
    private final AtomicReference<byte @Nullable []> reserve = new AtomicReference<>(new byte[RESERVE_BYTES]);

    /** True if no worker gets to run. */
    private volatile boolean starved;
    /** Set once; nothing that the function holds can be trusted after it. */
    private volatile boolean outOfMemory;

    /** @param onFatal called on any thread when the server can no longer serve; must not block, throw or need memory */
    public Life(Runnable onFatal) {
        this.onFatal = onFatal;
    }

    public ServerState state() {
        return state.get();
    }

    boolean isOver() {
        return state.get() == ServerState.STOPPED;
    }

    public boolean isOutOfMemory() {
        return outOfMemory;
    }

    /** STARTING → RUNNING. */
    public void running() {
        if (state.compareAndSet(ServerState.STARTING, ServerState.RUNNING)) {
            ready.countDown();
        }
    }

    public boolean awaitRunning(Duration patience) throws InterruptedException {
        return ready.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** STARTING or RUNNING → DRAINING. Returns false if that was done before. */
    public boolean draining() {
        return state.compareAndSet(ServerState.RUNNING, ServerState.DRAINING)
                || state.compareAndSet(ServerState.STARTING, ServerState.DRAINING);
    }

    /** DRAINING → STOPPED. */
    public void stopped() {
        state.compareAndSet(ServerState.DRAINING, ServerState.STOPPED);
    }

    boolean isStarved() {
        return starved;
    }

    void starved(boolean now) {
        starved = now;
    }

    /** Watches for the failure that no function can be trusted after. */
    @Override
    public void ended(EndedInvocation invocation) {
        if (invocation.outcome() instanceof Outcome.Failed failed && isUsedUp(failed.cause())) {
            outOfMemory();
        }
    }

    @Override
    public void failed(Throwable failure) {
        // Also where another thread of the function ran out of memory, and its failure was handed on.
        if (isUsedUp(Causes.find(failure, OutOfMemoryError.class))) {
            outOfMemory();
        }
    }

    private void outOfMemory() {
        if (!outOfMemory) {
            outOfMemory = true;
            reserve.set(null);
            onFatal.run();
        }
    }

    /** One array that was refused beside plenty of memory costs its own call only. */
    private static boolean isUsedUp(@Nullable Throwable failure) {
        return failure instanceof OutOfMemoryError error && !MemoryRefusal.isOfOneArray(error);
    }
}
