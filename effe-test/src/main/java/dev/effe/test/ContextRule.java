package dev.effe.test;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each start makes a context of its own, and one that is fresh can be used. */
final class ContextRule implements ContractRule {

    private static final int CONTEXTS = 3;

    @Override
    public String name() {
        return "each start makes a context of its own";
    }

    /** True for what can be shared without harm. */
    static boolean isValue(@Nullable Object context) {
        return context == null
                || context instanceof Number
                || context instanceof String
                || context instanceof Boolean
                || context instanceof Character
                || context instanceof Enum;
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        threads.begin(() -> {
                    checkHere(subject);
                    return true;
                })
                .within(FunctionContract.LONGEST_SECONDS, "start");
    }

    private static <C extends @Nullable Object> void checkHere(ContractSubject<C> subject) {
        Trial<C> trial = subject.trial().init();
        List<C> contexts = new ArrayList<>();
        for (int i = 0; i < CONTEXTS; i++) {
            C context = trial.start();
            if (!trial.usable(context)) {
                throw new AssertionError("usable says false of a context that was just started: no call gets one");
            }
            boolean isShared = contexts.stream().anyMatch(earlier -> FieldSearch.isSame(earlier, context));
            if (isShared && !isValue(context)) {
                throw new AssertionError("start returned the same object twice: two threads use it at once. Make one in"
                        + " each start");
            }
            contexts.add(context);
        }
        contexts.forEach(trial::stop);
        trial.close();
    }
}
