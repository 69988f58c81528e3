package dev.effe.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/**
 * A command of effe besides serving. An implementation is a picocli command: its annotations are its arguments, its help
 * and its completion. It is made anew for each run.
 */
public interface ToolCommand {

    /**
     * Runs it, with the arguments that its fields have.
     *
     * @param environment the environment variables
     * @param out for its output
     * @throws dev.effe.server.settings.UsageException if the arguments are wrong, which ends the process with 2
     * @throws IOException if it fails, which ends the process with 1; the message says why
     */
    void run(Map<String, String> environment, PrintStream out) throws IOException;
}
