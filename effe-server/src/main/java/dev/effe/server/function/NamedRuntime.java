package dev.effe.server.function;

import dev.effe.spi.HttpEvents;
import dev.effe.spi.RuntimeSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program that {@code --runtime} or {@code --bootstrap} names. Immutable.
 *
 * @param name a runtime as AWS Lambda names it
 * @param command the program and its arguments; empty for the one that belongs to the name
 * @param bootstrap the program that {@code --bootstrap} names
 */
public record NamedRuntime(String name, List<String> command, Optional<Path> bootstrap) {

    static NamedRuntime of(Path bootstrap) {
        Path program = bootstrap.toAbsolutePath().normalize();
        return new NamedRuntime("provided", List.of(program.toString()), Optional.of(program));
    }

    /** Returns true if a program of Effe's own serves it, which is told by its handler what to call. */
    boolean needsHandler() {
        return command.isEmpty() && !name.startsWith("provided");
    }

    /** The spec for the function in a folder. */
    public RuntimeSpec in(
            Path folder, Optional<String> handler, Optional<String> functionName, int maxContexts, HttpEvents http) {
        return new RuntimeSpec(name, command, handler, functionName, folder, maxContexts, http);
    }
}
