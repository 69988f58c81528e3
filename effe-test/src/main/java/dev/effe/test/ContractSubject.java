package dev.effe.test;

import dev.effe.Logic;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The function that is checked. Immutable.
 *
 * @param maker makes the function, each time a new one
 * @param config what its init is given
 * @param requests what it is asked; at least one
 * @param answers what functions that it calls answer
 * @param <C> its context
 */
record ContractSubject<C extends @Nullable Object>(
        Supplier<? extends Logic<C>> maker, Map<String, String> config, List<TestRequest> requests, Answers answers) {

    ContractSubject<C> with(Map<String, String> otherConfig, List<TestRequest> otherRequests) {
        return new ContractSubject<>(maker, otherConfig, otherRequests, answers);
    }

    ContractSubject<C> with(Answers otherAnswers) {
        return new ContractSubject<>(maker, config, requests, otherAnswers);
    }

    /** A new instance. */
    Trial<C> trial() {
        return trial(maker.get());
    }

    <D extends @Nullable Object> Trial<D> trial(Logic<D> function) {
        return new Trial<>(function, config, answers);
    }

    /** The whole life of an instance, with each request. */
    <D extends @Nullable Object> void live(Trial<D> trial) {
        trial.init();
        D used = trial.start();
        D idle = trial.start();
        requests.forEach(request -> trial.run(used, request));
        trial.stop(idle);
        trial.stop(used);
        trial.close();
    }
}
