package dev.effe.test;

import org.jspecify.annotations.Nullable;

/** A run whose stream cannot be written, since the client has gone, ends; a context that stays is as good as before. */
final class ClientGoneRule implements ContractRule {

    private static final long PATIENCE_SECONDS = 5;

    @Override
    public String name() {
        return "run ends when its client goes";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        Trial<C> trial = subject.trial();
        C context = threads.begin(() -> trial.init().start()).within(FunctionContract.LONGEST_SECONDS, "start");
        for (TestRequest request : subject.requests()) {
            boolean kept = threads.begin(() -> {
                        Throwable failure = trial.runCut(context, request, true);
                        return failure == null || trial.reusable(context, failure);
                    })
                    .within(PATIENCE_SECONDS, "run, whose client has gone, for " + request + ",");
            C next = context;
            if (!kept) {
                next = threads.begin(trial::start).within(FunctionContract.LONGEST_SECONDS, "start");
            }
            C used = next;
            threads.begin(() -> trial.run(used, request)).within(FunctionContract.LONGEST_SECONDS, "run");
            if (!kept) {
                trial.stop(used);
            }
        }
        trial.stop(context);
        trial.close();
    }
}
