package dev.effe.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls that overlap have nothing of each other: what is answered the same each time by itself is so beside others too.
 */
final class OverlapRule implements ContractRule {

    private static final int THREADS = 4;
    private static final int ROUNDS = 300;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);

    @Override
    public String name() {
        return "calls that overlap do not disturb each other";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        Trial<C> trial = subject.trial();
        Map<TestRequest, @Nullable String> expected = threads.begin(() -> alone(subject, trial.init()))
                .within(FunctionContract.LONGEST_SECONDS, "The function");
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<ContractThreads.Going<Boolean>> going = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            going.add(threads.begin(() -> {
                beside(trial, expected, first, together);
                return true;
            }));
        }
        for (ContractThreads.Going<Boolean> one : going) {
            one.within(FunctionContract.LONGEST_SECONDS, "A call beside others");
        }
        trial.close();
    }

    /** The answers of requests that have the same one each time; null for the others. */
    private static <C extends @Nullable Object> Map<TestRequest, @Nullable String> alone(
            ContractSubject<C> subject, Trial<C> trial) {
        C one = trial.start();
        C other = trial.start();
        Map<TestRequest, @Nullable String> answers = new LinkedHashMap<>();
        for (TestRequest request : subject.requests()) {
            String first = trial.run(one, request).toString();
            boolean same = first.equals(trial.run(one, request).toString())
                    && first.equals(trial.run(other, request).toString());
            answers.put(request, same ? first : null);
        }
        trial.stop(one);
        trial.stop(other);
        return answers;
    }

    private static <C extends @Nullable Object> void beside(
            Trial<C> trial, Map<TestRequest, @Nullable String> expected, int first, CyclicBarrier together)
            throws Exception {
        List<TestRequest> requests = new ArrayList<>(expected.keySet());
        C context = trial.start();
        together.await(FunctionContract.LONGEST_SECONDS, TimeUnit.SECONDS);
        long end = System.nanoTime() + MOST_NANOS;
        for (int i = first; i < first + ROUNDS && System.nanoTime() - end < 0; i++) {
            TestRequest request = requests.get(i % requests.size());
            String answer = trial.run(context, request).toString();
            String usual = expected.get(request);
            if (usual != null && !usual.equals(answer)) {
                throw new AssertionError(request + " is answered " + usual + " by itself, but " + answer
                        + " beside other calls: a field of the function or a static is used by two threads at once;"
                        + " keep what belongs to a call in its context");
            }
        }
        trial.stop(context);
    }
}
