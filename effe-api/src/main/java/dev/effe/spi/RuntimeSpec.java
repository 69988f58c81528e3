package dev.effe.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The program that {@code --runtime} or {@code --bootstrap} names, and the function that it serves.
 *
 * @param name a runtime as AWS Lambda names it: {@code nodejs20.x}, {@code provided.al2023}
 * @param command the program and its arguments; empty for the one that belongs to the name
 * @param handler what the program is to call, as its language writes it; empty where the program decides
 * @param functionName what its clients call the function; empty if nobody said
 * @param folder the absolute path of the folder that the function's files are in, the working folder of the program
 * @param maxContexts how many calls may run at once, at least 1
 * @param http how plain HTTP comes to the function
 */
public record RuntimeSpec(
        String name,
        List<String> command,
        Optional<String> handler,
        Optional<String> functionName,
        Path folder,
        int maxContexts,
        HttpEvents http) {

    /** Checks that nothing is null. */
    public RuntimeSpec {
        Objects.requireNonNull(name, "name");
        command = List.copyOf(command);
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(functionName, "functionName");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(http, "http");
    }
}
