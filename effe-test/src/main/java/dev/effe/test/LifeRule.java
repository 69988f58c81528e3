package dev.effe.test;

import org.jspecify.annotations.Nullable;

/** No phase throws, with contexts that run and one that never does. */
final class LifeRule implements ContractRule {

    @Override
    public String name() {
        return "it starts, answers and stops without a failure";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        Trial<C> trial = subject.trial();
        threads.begin(() -> {
                    if (trial.function().info() == null) {
                        throw new AssertionError("info returned null before init, where --info asks for it");
                    }
                    subject.live(trial);
                    return true;
                })
                .within(FunctionContract.LONGEST_SECONDS, "The function");
    }
}
