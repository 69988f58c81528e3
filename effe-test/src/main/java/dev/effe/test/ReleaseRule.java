package dev.effe.test;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A context that is stopped can be collected, while the function goes on. */
final class ReleaseRule implements ContractRule {

    private static final int CONTEXTS = 3;

    @Override
    public String name() {
        return "nothing keeps a context that is stopped";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        Trial<C> trial = subject.trial();
        List<WeakReference<Object>> contexts = threads.begin(() -> stopped(subject, trial.init()))
                .within(FunctionContract.LONGEST_SECONDS, "The function");
        boolean released = Garbage.collectUntil(() -> contexts.stream().allMatch(context -> context.get() == null));
        if (!released) {
            throw new AssertionError("Contexts can be reached after their stop" + place(trial, contexts)
                    + ": take them out in stop, or the heap fills with them");
        }
        trial.close();
    }

    private static <C extends @Nullable Object> List<WeakReference<Object>> stopped(
            ContractSubject<C> subject, Trial<C> trial) {
        List<WeakReference<Object>> stopped = new ArrayList<>();
        for (int i = 0; i < CONTEXTS; i++) {
            C context = trial.start();
            subject.requests().forEach(request -> trial.run(context, request));
            trial.stop(context);
            if (context != null && !ContextRule.isValue(context)) {
                stopped.add(new WeakReference<>(context));
            }
        }
        return stopped;
    }

    private static String place(Trial<?> trial, List<WeakReference<Object>> contexts) {
        return contexts.stream()
                .map(WeakReference::get)
                .filter(context -> context != null)
                .map(context -> FieldSearch.find(trial.function(), context))
                .flatMap(Optional::stream)
                .findFirst()
                .map(field -> ", by the field " + field)
                .orElse("");
    }
}
