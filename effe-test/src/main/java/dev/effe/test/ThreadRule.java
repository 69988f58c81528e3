package dev.effe.test;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** No thread of the function is alive once it is closed. */
final class ThreadRule implements ContractRule {

    @Override
    public String name() {
        return "no thread is left after close";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        threads.begin(() -> {
                    subject.live(subject.trial());
                    return true;
                })
                .within(FunctionContract.LONGEST_SECONDS, "The function");
        // Collected meanwhile: such as an HttpClient, whose threads end with it.
        if (!Garbage.collectUntil(() -> threads.ofFunction().isEmpty())) {
            List<Thread> left = threads.ofFunction();
            throw new AssertionError(left.size() + " threads of the function are alive after close: "
                    + left.stream().map(ThreadRule::described).collect(Collectors.joining(", "))
                    + ". End them in stop or close");
        }
    }

    /** Its name, and the place where it is. */
    static String described(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return thread.getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
