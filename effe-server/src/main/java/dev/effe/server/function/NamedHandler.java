package dev.effe.server.function;

import dev.effe.spi.HandlerSpec;
import dev.effe.spi.HttpEvents;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The handler that {@code --handler} names, before it is found.
 *
 * @param name the class, or the class and a method of it
 * @param functionName what its clients call it; empty if nobody said
 * @param maxContexts how many calls may run at once
 * @param sharesInstance whether one instance serves all of them
 * @param http how plain HTTP comes to it
 * @param alone whether the process has no other handler
 */
public record NamedHandler(
        String name,
        Optional<String> functionName,
        int maxContexts,
        boolean sharesInstance,
        HttpEvents http,
        boolean alone) {

    HandlerSpec in(Path folder, ClassLoader loader) {
        return new HandlerSpec(name, functionName, folder, maxContexts, sharesInstance, http, alone, loader);
    }
}
