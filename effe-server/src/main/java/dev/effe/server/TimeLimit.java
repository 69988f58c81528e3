package dev.effe.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Calls user code on another thread and waits for it, but not for ever. Thread-safe. */
final class TimeLimit {

    private TimeLimit() {}

    /** A step of user code. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /**
     * Calls the task.
     *
     * @throws ExecutionException what the task threw is its cause
     * @throws TimeoutException if it took too long and was interrupted; its stack trace is where the task was then
     */
    static <T> T call(Callable<T> task, Duration limit, Executor executor)
            throws ExecutionException, TimeoutException, InterruptedException {
        AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
        FutureTask<T> call = new FutureTask<>(() -> {
            runner.set(Thread.currentThread());
            return task.call();
        });
        executor.execute(call);
        try {
            return call.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            TimeoutException where = new TimeoutException("It was here when its time was over");
            Thread thread = runner.get();
            where.setStackTrace(thread == null ? new StackTraceElement[0] : thread.getStackTrace());
            throw where;
        } finally {
            call.cancel(true);
        }
    }

    static void run(Task task, Duration limit, Executor executor)
            throws ExecutionException, TimeoutException, InterruptedException {
        Callable<Boolean> call = () -> {
            task.run();
            return true;
        };
        call(call, limit, executor);
    }

    /** Such as "500 ms" or "5 s". */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
