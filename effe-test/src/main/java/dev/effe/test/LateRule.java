package dev.effe.test;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A response is not used any more once run has returned. */
final class LateRule implements ContractRule {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Override
    public String name() {
        return "nothing is answered after run has returned";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        Trial<C> trial = subject.trial();
        C context = threads.begin(() -> trial.init().start()).within(FunctionContract.LONGEST_SECONDS, "start");
        for (TestRequest request : subject.requests()) {
            threads.begin(() -> trial.run(context, request)).within(FunctionContract.LONGEST_SECONDS, "run");
        }
        // While nothing but idle threads of the function is there, nothing can come.
        await(() -> !trial.late().isEmpty() || threads.ofFunction().isEmpty());
        trial.stop(context);
        trial.close();
        await(() -> !trial.late().isEmpty() || threads.ofFunction().isEmpty());
        if (!trial.late().isEmpty()) {
            throw new AssertionError("A response was used after its run had returned, which changes nothing for the"
                    + " client: " + trial.late().get(0) + ". Wait in run for what answers");
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
