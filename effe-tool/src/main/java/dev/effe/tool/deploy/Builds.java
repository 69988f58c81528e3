package dev.effe.tool.deploy;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.dev.build.BuildCommand;
import dev.effe.tool.dev.build.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs the commands that make the code of functions, each once. Stateless. */
final class Builds {

    /** A command, and the folder that it is run in. */
    private record Line(String text, Path folder) {}

    private Builds() {}

    /**
     * Runs those of functions, in their order. Standard error shows what they print.
     *
     * @throws ToolException if one fails
     */
    static void run(List<FunctionEntry> functions) throws IOException {
        Set<Line> done = new HashSet<>();
        for (FunctionEntry function : functions) {
            Optional<String> command = function.deployment().build();
            Path folder = function.place()
                    .resolve(Path.of("effe.yaml"))
                    .toAbsolutePath()
                    .getParent();
            if (command.isPresent() && folder != null && done.add(new Line(command.get(), folder))) {
                run(function.name(), command.get(), folder);
            }
        }
    }

    private static void run(String function, String command, Path folder) throws IOException {
        try {
            BuildCommand.runLine(command, folder, System.err::println);
        } catch (BuildException e) {
            throw new ToolException("functions." + function + ".build failed: " + command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        }
    }
}
