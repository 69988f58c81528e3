package dev.effe.server.loop;

import dev.effe.server.jdk.ThreadLocals;
import dev.effe.server.jdk.VirtualThreadMaker;
import dev.effe.server.threads.Fatal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an event loop and the functions that it started, all of them virtual threads, one after the other on one platform
 * thread. A function that does not block never changes threads; one that blocks leaves the thread to the others; one
 * that does neither is noticed by {@link StallWatch}, and another platform thread goes on with the rest. Thread-safe.
 */
public final class LoopScheduler implements Executor {

    private static final Logger log = LoggerFactory.getLogger(LoopScheduler.class);
    private static final ThreadLocal<LoopScheduler> OF_LOOP = new ThreadLocal<>();

    /** However many calls are ready, the event loop waits no longer than this and what one of them takes. */
    static final long LOOP_WAIT_NANOS = 2_000_000;

    private final String name;
    private final VirtualThreadMaker maker;
    private final StallWatch watch;
    private final Executor leftovers;
    /** The functions' tasks that are ready, first in, first out. */
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();

    /** The event loop's next turn, which comes when no function is ready, or has waited long enough. */
    private final AtomicReference<@Nullable Runnable> loopTurn = new AtomicReference<>();
    /** Since when it waits. Written before the turn is. */
    private long loopReadyNanos;

    /** Counts what was run. Written by the runner whose turn it is; one that was replaced may spoil the count once. */
    private final AtomicLong turns = new AtomicLong();

    /** Whose turn it is. Written by the watch. */
    private volatile LoopRunner runner;

    /** Ends the event loop's wait for its sockets. Written by the event loop before its first wait. */
    private volatile Runnable wakeup = () -> {};

    /** True if the event loop waits for its sockets, or may be about to. Written by the event loop. */
    private volatile boolean polling;

    private volatile boolean closed;

    /** @param leftovers runs what becomes ready after the close */
    LoopScheduler(String name, VirtualThreadMaker maker, StallWatch watch, Executor leftovers) {
        this.name = name;
        this.maker = maker;
        this.watch = watch;
        this.leftovers = leftovers;
        this.runner = new LoopRunner(this, name);
    }

    /** Returns the scheduler of the event loop that is the current thread; null on any other thread. */
    public static @Nullable LoopScheduler ofCurrentLoop() {
        return OF_LOOP.get();
    }

    void begin() {
        runner.start();
        runner.begin();
    }

    void startLoop(Runnable loop) {
        Runnable task = () -> {
            OF_LOOP.set(this);
            try {
                loop.run();
            } catch (Throwable t) {
                Fatal.check(t);
                throw t;
            }
        };
        maker.make(this::addLoopTurn, name, task).start();
    }

    private void addLoopTurn(Runnable continuation) {
        loopReadyNanos = System.nanoTime();
        loopTurn.set(continuation);
        wakeUp();
    }

    private boolean isLoopOverdue() {
        return loopTurn.get() != null && System.nanoTime() - loopReadyNanos >= LOOP_WAIT_NANOS;
    }

    /** Makes a call on a virtual thread, as soon as what is ready now has had its turn. */
    void call(Runnable task) {
        addReady(new Call(task));
    }

    /** Lets a virtual thread run, or go on. Called by Java, on any thread. */
    @Override
    public void execute(Runnable continuation) {
        addReady(continuation);
    }

    private void addReady(Runnable next) {
        ready.add(next);
        wakeUp();
    }

    private void wakeUp() {
        if (closed) {
            passOn();
            return;
        }
        if (polling) {
            wakeup.run();
        }
        runner.unparkIfParked();
    }

    // For the event loop.

    /** Says how its wait for sockets is ended. */
    public void wakeup(Runnable how) {
        wakeup = how;
    }

    /** True if anything is ready to run; the event loop that asks is not. */
    public boolean hasReady() {
        return !ready.isEmpty() || loopTurn.get() != null;
    }

    /** Lets the functions that are ready run, for a while. */
    @SuppressWarnings("ThreadPriorityCheck") // A virtual thread's yield is exact.
    public void letOthersRun() {
        if (hasReady()) {
            Thread.yield();
        }
    }

    /** True if the event loop may wait for its sockets. {@link #polled} is to be called after it. */
    public boolean mayPoll() {
        polling = true;
        return !hasReady(); // Whoever adds something from now on sees that it is to wake the event loop.
    }

    /** The event loop does not wait. */
    public void polled() {
        if (polling) {
            polling = false;
            wakeWatch();
        }
    }

    // For the runner.

    boolean isRunBy(LoopRunner candidate) {
        return runner == candidate && !closed;
    }

    /** Something is going on again. */
    void wakeWatch() {
        watch.wake();
    }

    /** Runs what is ready first, if anything is, on the runner whose turn it is. */
    boolean runNext(LoopRunner current) {
        Runnable next = isLoopOverdue() ? null : ready.peek();
        try {
            if (next instanceof Call) {
                new Calls(this, current).begin(maker); // A call stays ready until a thread has begun.
                return true;
            }
            return next == null ? runLoop() : runOther();
        } catch (Throwable t) { // Such as an OutOfMemoryError of the virtual thread's own: the others go on.
            Fatal.check(t);
            log.error("A turn on the thread of {} failed", name, t);
            return true;
        }
    }

    private boolean runLoop() {
        Runnable turn = loopTurn.getAndSet(null);
        if (turn == null) {
            return false;
        }
        countTurn();
        turn.run();
        return true;
    }

    private boolean runOther() {
        Runnable next = ready.poll();
        if (next
                instanceof
                Call) { // A task that was ready before it has been taken by a runner that was replaced meanwhile.
            addReady(next);
        } else if (next != null) {
            countTurn();
            next.run();
        }
        return true;
    }

    private void countTurn() {
        turns.lazySet(turns.get() + 1);
    }

    /**
     * Returns the call that is to follow on the current virtual thread: the one that is ready first, unless it is another
     * thread's turn before.
     */
    @Nullable Runnable nextCall(LoopRunner begunBy) {
        if (!isRunBy(begunBy) || !(ready.peek() instanceof Call) || isLoopOverdue()) {
            return null;
        }
        ThreadLocals.forget();
        Runnable next = ready.poll();
        if (next instanceof Call call) {
            countTurn();
            return call.task;
        }
        if (next != null) { // A runner that was replaced meanwhile has got the call.
            addReady(next);
        }
        return null;
    }

    /** Once closed: lets others run what is ready. */
    void passOn() {
        for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
            leftovers.execute(next);
        }
        Runnable turn = loopTurn.getAndSet(null);
        if (turn != null) {
            leftovers.execute(turn);
        }
    }

    // For the watch.

    long turns() {
        return turns.get();
    }

    /** The time for which the platform thread of now has had a processor. */
    long cpuNanos() {
        return runner.cpuNanos();
    }

    /** True if it waits for something to do. */
    boolean isIdle() {
        return polling || runner.isParked();
    }

    /** Has another platform thread go on, while the present one is kept by what it runs. */
    void replaceRunner() {
        LoopRunner next = new LoopRunner(this, name);
        next.start(); // Nothing is changed if there are no more threads.
        LoopRunner kept = runner;
        runner = next;
        next.begin();
        kept.unparkIfParked(); // It was not kept after all, and ends.
    }

    void close() {
        closed = true;
        runner.unparkIfParked();
        passOn();
    }

    /** A call that no thread has begun yet. */
    private record Call(Runnable task) implements Runnable {

        @Override
        public void run() {
            task.run();
        }
    }
}
