package dev.effe.server.jdk;

import java.io.Console;

/** Says if a process is used from a terminal. Stateless. */
public final class Terminals {

    private Terminals() {}

    /** True if standard input and output are a terminal. From Java 22 on there is a console even where there is none. */
    @SuppressWarnings("SystemConsoleNull") // Which the second part is for.
    public static boolean hasConsole() {
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
