package dev.effe.host.api;

import dev.effe.host.model.Account;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Runtimes;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The rest of what operations see.
 *
 * @param address of the host itself
 * @param all the functions as they are now
 * @param concurrency the calls at once of all functions
 * @param runtimes those that functions may have
 * @param newIds each a UUID
 */
record World(
        Account account,
        PublicAddress address,
        Supplier<Collection<FunctionState>> all,
        int concurrency,
        Runtimes runtimes,
        InstantSource clock,
        Supplier<String> newIds) {}
