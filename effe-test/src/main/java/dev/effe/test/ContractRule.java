package dev.effe.test;

import org.jspecify.annotations.Nullable;

/** A rule that functions keep. Stateless. */
interface ContractRule {

    /** A sentence whose subject is the function. */
    String name();

    /**
     * Checks it with instances of its own, on any thread.
     *
     * @throws AssertionError if the function breaks it: the message says how
     * @throws Exception if it cannot be checked
     */
    <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads) throws Exception;
}
