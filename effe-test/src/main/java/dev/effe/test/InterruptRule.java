package dev.effe.test;

import org.jspecify.annotations.Nullable;

/** A run whose thread is interrupted, as at its deadline, ends soon and does not hide the interrupt. */
final class InterruptRule implements ContractRule {

    private static final long PATIENCE_SECONDS = 5;

    @Override
    public String name() {
        return "run ends when it is interrupted at its deadline";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        Trial<C> trial = subject.trial();
        threads.begin(trial::init).within(FunctionContract.LONGEST_SECONDS, "init");
        for (TestRequest request : subject.requests()) {
            C context = threads.begin(trial::start).within(FunctionContract.LONGEST_SECONDS, "start");
            boolean hidden = threads.begin(() -> isHidden(trial, context, request))
                    .within(PATIENCE_SECONDS, "run, interrupted for " + request + ",");
            if (hidden) {
                throw new AssertionError("run returned for " + request + " as if its thread had not been interrupted:"
                        + " do not catch InterruptedException, or interrupt the thread again");
            }
            threads.begin(() -> {
                        trial.stop(context);
                        return true;
                    })
                    .within(FunctionContract.LONGEST_SECONDS, "stop");
        }
        trial.close();
    }

    private static <C extends @Nullable Object> boolean isHidden(Trial<C> trial, C context, TestRequest request) {
        Thread.currentThread().interrupt();
        Throwable thrown = trial.runCut(context, request, false);
        return !Thread.interrupted() && thrown == null;
    }
}
