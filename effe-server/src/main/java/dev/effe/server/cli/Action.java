package dev.effe.server.cli;

import org.jspecify.annotations.Nullable;

/** The action that the command line asks for. */
public enum Action {
    /** Serve the function: the default, without a flag of its own. */
    SERVE("", ""),
    /** Print the help. */
    HELP("help", "Print this help (also -h)."),
    /** Print the server's version. */
    VERSION("version", "Print the version of the server."),
    /** Print the function's info as JSON, without running its init. */
    INFO("info", "Print the function's info as JSON; its init is not run."),
    /** Print every setting and where its value comes from. */
    PRINT_CONFIG("print-config", "Print every setting and where it comes from, secrets masked.");

    private final String flag;
    private final String help;

    Action(String flag, String help) {
        this.flag = flag;
        this.help = help;
    }

    /** Its flag with the dashes. */
    String flag() {
        return "--" + flag;
    }

    String help() {
        return help;
    }

    /** The action of a flag without its dashes, or null if it is the flag of none. */
    static @Nullable Action of(String name) {
        return switch (name) {
            case "h", "help" -> HELP;
            case "version" -> VERSION;
            case "info" -> INFO;
            case "print-config" -> PRINT_CONFIG;
            default -> null;
        };
    }
}
