package dev.effe.tool.invoke;

import dev.effe.server.CalledFunction;
import dev.effe.server.LocalServer;
import dev.effe.server.Server;
import dev.effe.server.StartException;
import dev.effe.server.cli.Command;
import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The function that is served for the time of its calls: the only one of a command line, or one of an application. Used by
 * one thread.
 */
final class LocalFunction {

    private static final String ADDRESS = "http://127.0.0.1:";

    private final List<String> arguments = new ArrayList<>();
    /** Arguments that are neither flags nor values of flags. */
    private final List<String> words = new ArrayList<>();

    private final Map<String, String> environment;
    private Optional<String> handler = Optional.empty();

    /**
     * Nothing is read yet.
     *
     * @param settings flags of a server, and with {@code --app} the name of the function
     * @param logLevel the level of the log where no flag says another
     */
    LocalFunction(List<String> settings, String logLevel, Map<String, String> environment) {
        this.environment = environment;
        for (int i = 0; i < settings.size(); i++) {
            String argument = settings.get(i);
            boolean isFlag = argument.startsWith("-");
            (isFlag ? arguments : words).add(argument);
            if (isFlag && !argument.contains("=") && i + 1 < settings.size()) {
                arguments.add(settings.get(++i));
            }
        }
        if (settings.stream().noneMatch(argument -> argument.startsWith("--log-level"))) {
            arguments.addAll(List.of("--log-level", logLevel));
        }
    }

    /** Starts the server. */
    Server start() throws ToolException {
        Command command = CommandLine.parse(arguments, environment);
        try {
            return command.app().isPresent() ? startOneOfApp(command) : startOne(command);
        } catch (StartException e) {
            throw new ToolException(String.valueOf(e.getMessage()));
        }
    }

    private Server startOne(Command command) throws StartException {
        if (!words.isEmpty()) {
            throw new UsageException(
                    words.get(0) + " is no flag; a function's name goes with --app (effe invoke --help)");
        }
        boolean isHandler = command.settings().function().code().isOfLambda();
        return LocalServer.startReady(isHandler ? withLambdaPort("function") : command);
    }

    private Server startOneOfApp(Command command) throws StartException {
        if (words.size() != 1) {
            throw new UsageException("--app needs the name of one function behind its file, such as orders, but has "
                    + (words.isEmpty() ? "none" : String.join(", ", words)) + " (effe invoke --help)");
        }
        CalledFunction function = CalledFunction.of(command.app().orElseThrow().files(), words.get(0));
        Command started = function.isHandler() ? withLambdaPort(function.name()) : command;
        return LocalServer.startReady(started.app().orElseThrow(), function);
    }

    private Command withLambdaPort(String name) {
        handler = Optional.of(name);
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--lambda-port"))) {
            arguments.addAll(List.of("--lambda-port", "0"));
        }
        return CommandLine.parse(arguments, environment);
    }

    /** Where it is called, once it is started. */
    URI uri(Server server, String path) {
        if (handler.isPresent()) {
            String invocations = "/2015-03-31/functions/" + handler.get() + "/invocations";
            return URI.create(ADDRESS + server.lambdaPort().orElseThrow() + invocations);
        }
        return URI.create(ADDRESS + server.port() + path);
    }
}
