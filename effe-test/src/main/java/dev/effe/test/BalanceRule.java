package dev.effe.test;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Stop gives back what start has taken: threads, and descriptors of files and sockets. */
final class BalanceRule implements ContractRule {

    private static final int TIMES = 20;

    @Override
    public String name() {
        return "stop gives back what start has taken";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        Trial<C> trial = subject.trial();
        threads.begin(() -> {
                    trial.init();
                    startAndStop(trial, 2); // All that is made once, for all contexts, is there now.
                    return true;
                })
                .within(FunctionContract.LONGEST_SECONDS, "The function");
        int threadsBefore = threads.ofFunction().size();
        long openBefore = descriptors();
        threads.begin(() -> {
                    startAndStop(trial, TIMES);
                    return true;
                })
                .within(FunctionContract.LONGEST_SECONDS, "start and stop, " + TIMES + " times,");
        if (!Garbage.collectUntil(() -> threads.ofFunction().size() < threadsBefore + TIMES)) {
            throw new AssertionError("Each start leaves a thread that its stop does not end, such as "
                    + ThreadRule.described(threads.ofFunction().get(0)));
        }
        if (!Garbage.collectUntil(() -> descriptors() < openBefore + TIMES)) {
            throw new AssertionError("Each start opens a file or a socket that its stop does not close: "
                    + (descriptors() - openBefore) + " are open after " + TIMES + " starts and stops");
        }
        trial.close();
    }

    private static <C extends @Nullable Object> void startAndStop(Trial<C> trial, int times) {
        for (int i = 0; i < times; i++) {
            trial.stop(trial.start());
        }
    }

    /** The descriptors that this process has open; 0 where that cannot be told. */
    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
