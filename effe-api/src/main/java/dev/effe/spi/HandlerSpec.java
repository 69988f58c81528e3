package dev.effe.spi;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The handler that {@code --handler} names, and its place.
 *
 * @param name the class, or the class and a method of it: {@code com.acme.Handler::handle}
 * @param functionName what its clients call the function; empty if nobody said
 * @param folder the absolute path of the folder that the function's files are in
 * @param maxContexts how many calls may run at once, at least 1
 * @param sharesInstance whether one instance of the handler serves all of them
 * @param http how plain HTTP comes to the handler
 * @param alone whether it is the only handler of its process: variables that differ from handler to handler can be set
 *     for one only
 * @param loader shows the handler's classes; the context class loader of every call
 */
public record HandlerSpec(
        String name,
        Optional<String> functionName,
        Path folder,
        int maxContexts,
        boolean sharesInstance,
        HttpEvents http,
        boolean alone,
        ClassLoader loader) {

    /** Checks that nothing is null. */
    public HandlerSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(functionName, "functionName");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(http, "http");
        Objects.requireNonNull(loader, "loader");
    }
}
