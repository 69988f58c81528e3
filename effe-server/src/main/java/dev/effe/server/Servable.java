package dev.effe.server;

import dev.effe.server.cli.Command;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadException;
import java.util.List;

/** One function, or several, that a process is to serve. */
interface Servable {

    /** The application that a command line names, else its one function. */
    static Servable of(Command command) {
        return command.app().isPresent()
                ? AppProcess.of(command.app().get())
                : new OneFunction(command, command.settingsToServe());
    }

    /** The same where the code of an application's functions does not have to be there. */
    static Servable ofSources(Command command) {
        return command.app().isPresent()
                ? AppProcess.ofSources(command.app().get())
                : new OneFunction(command, command.settings());
    }

    /** The settings of the process; what is of a function in them is of the only one, or its default. */
    Settings settings();

    /** The name of the application; "" if there is none. */
    default String application() {
        return "";
    }

    /** A line for each thing that is most likely a mistake. */
    List<String> warnings();

    /** Returns true if one of them is a handler of AWS Lambda's. */
    boolean hasHandlers();

    /** As the start line names it. */
    String origin();

    /**
     * The same for a server whose functions are replaced while it serves. Adds their variables to the environment.
     */
    ServingPlan plan();

    /**
     * Loads and starts it.
     *
     * @param onFatal called once, on any thread, when a function ran out of memory
     * @throws LoadException if the code of a function cannot be loaded; nothing is left behind
     * @throws StartException if the server cannot start; nothing is left behind
     */
    Server start(Runnable onFatal) throws LoadException, StartException;
}
