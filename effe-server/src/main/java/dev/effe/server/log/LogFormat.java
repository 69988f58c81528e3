package dev.effe.server.log;

import dev.effe.server.jdk.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The form of the log's records. */
public enum LogFormat {
    TEXT,
    JSON,
    /** Text on a terminal, JSON otherwise. */
    AUTO;

    private static final Path OUTPUT = Path.of("/proc/self/fd/1");

    boolean isJson() {
        return this == JSON || (this == AUTO && !isTerminal());
    }

    private static boolean isTerminal() {
        try {
            return isTerminal(Files.readSymbolicLink(OUTPUT).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Terminals.hasConsole(); // A system without /proc.
        }
    }

    /** @param output the file that is the standard output, as Linux names it */
    static boolean isTerminal(String output) {
        return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty") || output.equals("/dev/console");
    }
}
