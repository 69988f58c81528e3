package dev.effe.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The threads of one rule's check: what a function starts there is in the same group, and so told from all other threads.
 * Thread-safe.
 */
final class ContractThreads {

    private static final String OWN = "effe-contract";

    private final ThreadGroup group = new ThreadGroup(OWN);

    /** A call that goes on. */
    record Going<T>(Thread thread, FutureTask<T> result) {

        /**
         * Its result.
         *
         * @param what names the call if it takes too long
         * @throws Exception what it threw
         */
        T within(long seconds, String what) throws Exception {
            try {
                return result.get(seconds, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof Exception cause ? cause : e;
            } catch (TimeoutException e) {
                AssertionError failure = new AssertionError(what + " has not returned for " + seconds + " s");
                failure.setStackTrace(thread.getStackTrace());
                thread.interrupt();
                throw failure;
            }
        }
    }

    <T> Going<T> begin(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(group, task, OWN);
        thread.setDaemon(true);
        thread.start();
        return new Going<>(thread, task);
    }

    /** The threads that the function has started and that live. */
    List<Thread> ofFunction() {
        Thread[] found = new Thread[group.activeCount() + 64];
        int count = group.enumerate(found, true);
        List<Thread> threads = new ArrayList<>();
        Stream.of(found)
                .limit(count)
                .filter(thread -> !thread.getName().equals(OWN))
                .forEach(threads::add);
        return threads;
    }
}
