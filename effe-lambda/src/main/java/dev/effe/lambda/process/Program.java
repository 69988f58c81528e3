package dev.effe.lambda.process;

import dev.effe.spi.RuntimeSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program that a runtime's name stands for. Immutable.
 *
 * @param command the program and its arguments, without a bootstrap of Effe's own
 * @param ownBootstrap the bootstrap of Effe's own that is its last argument, the name of a resource; null for none
 */
record Program(List<String> command, @Nullable String ownBootstrap) {

    private static final String KNOWN = "provided*, which runs the file bootstrap of the function, nodejs* and python*;"
            + " any other needs its program: --runtime NAME=COMMAND";

    /**
     * Finds it.
     *
     * @throws IOException if it is not there; the message says what to do
     */
    static Program of(RuntimeSpec runtime, Map<String, String> environment) throws IOException {
        String name = runtime.name();
        if (!runtime.command().isEmpty()) {
            return new Program(runtime.command(), null);
        }
        if (name.startsWith("provided")) {
            return new Program(List.of(executable(runtime.folder().resolve("bootstrap"))), null);
        }
        String path = environment.getOrDefault("PATH", "");
        if (name.startsWith("nodejs")) {
            return new Program(List.of(find(name, path, List.of("node"))), "bootstrap.mjs");
        }
        if (name.startsWith("python")) {
            return new Program(List.of(find(name, path, List.of(name, "python3")), "-u"), "bootstrap.py");
        }
        if (name.startsWith("java")) {
            throw new IOException("Handlers of " + name + " run in Effe's own process: leave out --runtime");
        }
        throw new IOException("Effe has no program for the runtime " + name + ". It has " + KNOWN);
    }

    /** A file that can be executed: a zip that was made on Windows has lost that. */
    private static String executable(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " does not exist: a function of a provided runtime has an executable file of"
                    + " this name");
        }
        if (!Files.isExecutable(file) && !file.toFile().setExecutable(true, true)) {
            throw new IOException(file + " is not executable: chmod +x " + file);
        }
        return file.toString();
    }

    private static String find(String runtime, String path, List<String> names) throws IOException {
        for (String name : names) {
            for (String folder : path.split(File.pathSeparator, -1)) {
                Path file = Path.of(folder.isEmpty() ? "." : folder, name);
                if (Files.isRegularFile(file)
                        && Files.isExecutable(file)
                        && Launcher.works(file.toString(), "--version")) {
                    return file.toString(); // A stand-in of pyenv's may be for a version that is not there.
                }
            }
        }
        throw new IOException(String.join(" or ", names) + " is not on PATH: install it, or name another program for "
                + runtime + " with --runtime " + runtime + "=COMMAND");
    }

    /**
     * The whole command.
     *
     * @param scratch a folder that bootstraps may be put into
     */
    List<String> command(Path scratch) throws IOException {
        List<String> whole = new ArrayList<>(command);
        if (ownBootstrap != null) {
            Path file = scratch.resolve(ownBootstrap);
            try (var in = Program.class.getResourceAsStream(ownBootstrap)) {
                if (in == null) {
                    throw new IOException("This Effe is built without " + ownBootstrap);
                }
                Files.copy(in, file);
            }
            whole.add(file.toString());
        }
        return whole;
    }
}
