package dev.effe.server.loop;

import dev.effe.server.jdk.VirtualThreadMaker;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that makes calls which became ready one after the other: to start a thread for each would cost more
 * than a short call does. One that blocks in a call leaves those behind it to another such thread.
 */
final class Calls implements Runnable, Executor {

    /** A name with a number would cost more than the rest of making such a thread. */
    private static final String THREAD_NAME = "effe-worker";

    private final LoopScheduler scheduler;
    private final LoopRunner runner;

    /** Starts the thread's code. Set in {@link #begin}, before any other thread can let this one go on; then only read. */
    private @Nullable Runnable start;

    /** @param runner whose turn it is, the current thread */
    Calls(LoopScheduler scheduler, LoopRunner runner) {
        this.scheduler = scheduler;
        this.runner = runner;
    }

    /** Runs the thread until it blocks or ends. */
    void begin(VirtualThreadMaker maker) {
        maker.make(this, THREAD_NAME, this).start();
        if (start != null) {
            start.run();
        }
    }

    /** Lets the thread, or another that user code started from it, go on; at the first time, {@link #begin} does. */
    @Override
    public void execute(Runnable continuation) {
        if (start == null) {
            start = continuation;
        } else {
            scheduler.execute(continuation);
        }
    }

    @Override
    public void run() {
        for (Runnable call = scheduler.nextCall(runner); call != null; call = scheduler.nextCall(runner)) {
            call.run();
        }
    }
}
