package dev.effe.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands as effe does, without the table of them. */
public final class ToolTester {

    private ToolTester() {}

    public static void run(
            ToolCommand command, List<String> arguments, Map<String, String> environment, PrintStream out)
            throws IOException {
        new CommandLine(command).setExpandAtFiles(false).parseArgs(arguments.toArray(String[]::new));
        command.run(environment, out);
    }
}
