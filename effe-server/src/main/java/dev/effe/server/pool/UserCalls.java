package dev.effe.server.pool;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.log.ThreadStack;
import dev.effe.server.time.Expiring;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Calls the user's start and stop on the current thread, never under the pool's lock, and interrupts a call that goes
 * past its time. Thread-safe.
 */
final class UserCalls<C extends @Nullable Object> {

    private static final RateLimitedLog overdue = new RateLimitedLog(LoggerFactory.getLogger(UserCalls.class));

    private final ContextPool<C> pool;
    private final ContextLifecycle<C> lifecycle;
    private final Ticker ticker;
    private final ExpiryQueue<Call> starts;
    private final ExpiryQueue<Call> stops;

    /** Written once, when no start is wanted any more. */
    private volatile boolean ended;

    UserCalls(ContextPool<C> pool, ContextLifecycle<C> lifecycle, PoolLimits limits, Ticker ticker) {
        this.pool = pool;
        this.lifecycle = lifecycle;
        this.ticker = ticker;
        starts = ExpiryQueue.fifo(limits.startTimeout().toNanos(), ticker);
        stops = ExpiryQueue.fifo(limits.stopTimeout().toNanos(), ticker);
    }

    List<ExpiryQueue<?>> expiries() {
        return List.of(starts, stops);
    }

    /** Gives the context its value. Returns what start threw, or null. */
    @Nullable Throwable start(PooledContext<C> context) {
        return call(starts, new Call(context, true), () -> {
            if (ended) {
                throw new InterruptedException("The pool was closed before the start");
            }
            long beginNanos = ticker.nanos();
            context.value(lifecycle.start());
            context.started(ticker.nanos() - beginNanos, lifecycle.takeInitNanos());
        });
    }

    /** Returns what stop threw, or null. */
    @Nullable Throwable stop(PooledContext<C> context) {
        return call(stops, new Call(context, false), () -> lifecycle.stop(context.value()));
    }

    /** The threads of the calls that are going on and not past their time. */
    List<UserThread> threads() {
        List<UserThread> threads = new ArrayList<>();
        starts.snapshot().forEach(call -> call.addTo(threads));
        stops.snapshot().forEach(call -> call.addTo(threads));
        return threads;
    }

    /** Interrupts every start that is going on; none begins any more. */
    void endStarts() {
        ended = true;
        for (Call call : starts.snapshot()) {
            call.interrupt();
        }
    }

    private @Nullable Throwable call(ExpiryQueue<Call> limit, Call call, UserCode code) {
        limit.add(call);
        try {
            code.run();
            return null;
        } catch (Throwable t) {
            lifecycle.failed(t);
            return t;
        } finally {
            limit.remove(call);
            call.returned();
        }
    }

    @FunctionalInterface
    private interface UserCode {
        void run() throws Exception;
    }

    /** One call. Its lock decides whether it returned or went past its time; it is taken before the pool's. */
    private final class Call extends Expiring {

        private final PooledContext<C> context;
        private final boolean isStart;

        // Guarded by this.
        private @Nullable Thread thread = Thread.currentThread();

        Call(PooledContext<C> context, boolean isStart) {
            this.context = context;
            this.isStart = isStart;
        }

        /** After it nobody interrupts this thread for the call's sake. */
        synchronized void returned() {
            thread = null;
            Thread.interrupted(); // Whoever set it, it was for the user's code, which is over.
        }

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        synchronized void addTo(List<UserThread> threads) {
            if (thread != null) {
                UserThread.Step step = isStart ? UserThread.Step.START : UserThread.Step.STOP;
                threads.add(new UserThread(thread, context.claimant, step, false));
            }
        }

        @Override
        protected void expired() {
            boolean replaced;
            String where;
            synchronized (this) {
                if (thread == null) {
                    return; // It returned just now.
                }
                where = new ThreadStack(thread).toString();
                replaced = pool.callOverdue(context, thread);
                thread.interrupt();
            }
            String name = isStart ? "start" : "stop";
            overdue.warn(
                    "A context's {} took longer than {}-timeout and was interrupted {}: {}",
                    name,
                    name,
                    pool.stats(),
                    where);
            if (isStart) {
                context.claimant.startOverdue(replaced);
            }
        }
    }
}
