package dev.effe.host.api;

import dev.effe.host.model.Account;
import dev.effe.host.model.FunctionState;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The rest of what operations see.
 *
 * @param all the functions as they are now
 * @param concurrency the calls at once of all functions
 * @param javaVersion the feature release of the Java that runs instances, such as 21
 * @param newIds each a UUID
 */
record World(
        Account account,
        Supplier<Collection<FunctionState>> all,
        int concurrency,
        int javaVersion,
        InstantSource clock,
        Supplier<String> newIds) {}
