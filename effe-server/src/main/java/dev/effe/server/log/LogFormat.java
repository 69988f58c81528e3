package dev.effe.server.log;

import java.io.Console;
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
            return isConsole();
        }
    }

    /** @param output the file that is the standard output, as Linux names it */
    static boolean isTerminal(String output) {
        return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty") || output.equals("/dev/console");
    }

    /** For systems without /proc. From Java 22 on there is a console even where there is no terminal. */
    @SuppressWarnings("SystemConsoleNull") // Which the second part is for.
    private static boolean isConsole() {
        if (System.console() == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(System.console()));
        } catch (ReflectiveOperationException e) {
            return true; // An older Java has a console on terminals only.
        }
    }
}
