package dev.effe.server.cli;

import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * The commands of effe besides serving. They are not in effe.jar, which images hold and which is to start fast: a jar
 * beside it brings them, found by {@link java.util.ServiceLoader}.
 */
public interface Tools {

    /**
     * Runs a command.
     *
     * @param arguments the command's name, which does not begin with a hyphen, and its arguments
     * @param environment the environment variables
     * @param out for what it has to say
     * @throws UsageException if there is no such command, or its arguments are wrong
     * @throws ToolException if it fails for a reason that its message says
     * @throws IOException if a file or a connection fails
     */
    void run(List<String> arguments, Map<String, String> environment, PrintStream out) throws IOException;

    /** The lines of the help that name the commands. */
    String help();
}
