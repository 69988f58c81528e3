package dev.effe.server.function;

import dev.effe.spi.HandlerSpec;
import dev.effe.spi.HttpEvents;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code --handler} names, before it is found.
 *
 * @param name the class, or the class and a method of it
 * @param functionName what its clients call it; empty if nobody said
 * @param maxContexts how many calls may run at once
 * @param http how plain HTTP comes to it
 */
public record NamedHandler(String name, Optional<String> functionName, int maxContexts, HttpEvents http) {

    HandlerSpec in(Path folder, ClassLoader loader) {
        return new HandlerSpec(name, functionName, folder, maxContexts, http, loader);
    }
}
