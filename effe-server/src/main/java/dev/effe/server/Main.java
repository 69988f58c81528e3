package dev.effe.server;

import dev.effe.server.cli.Command;
import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.Settings;
import dev.effe.server.cli.UsageException;
import dev.effe.server.function.FunctionSource;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.function.LogicLoader;
import dev.effe.server.json.Json;
import dev.effe.server.log.Logs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code effe}. Exit codes: 0 done or drained, 1 could not start or cut requests, 2 wrong usage. */
public final class Main {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    /** Runs what the arguments and the environment ask for; serves until a signal comes. */
    public static void main(String[] arguments) {
        try {
            run(CommandLine.parse(List.of(arguments), System.getenv()));
        } catch (UsageException e) {
            exit(USAGE, e.getMessage(), null);
        } catch (LoadException | StartException e) {
            exit(FAILED, e.getMessage(), e.getCause());
        }
    }

    private static void run(Command command) throws LoadException, StartException {
        switch (command.action()) {
            case HELP -> System.out.print(command.help());
            case VERSION -> System.out.println("effe " + Version.TEXT);
            case PRINT_CONFIG -> System.out.print(command.printConfig());
            case INFO -> printInfo(load(command.settings()));
            case SERVE -> serve(command);
        }
    }

    private static void printInfo(LoadedLogic loaded) {
        System.out.println(new String(Json.write(loaded.logic().info()), StandardCharsets.UTF_8));
    }

    private static LoadedLogic load(Settings settings) throws LoadException {
        FunctionSource source = settings.function().map(FunctionSource::of).orElseGet(FunctionSource::classPath);
        Optional<LoadedLogic> loaded = LogicLoader.load(source, settings.logic().orElse(null));
        return loaded.orElseGet(Main::builtIn);
    }

    private static LoadedLogic builtIn() {
        log().warn("No function is named: serving the built-in hello. Name yours with --function my.jar");
        return LoadedLogic.of(new BuiltInHello());
    }

    private static void serve(Command command) throws LoadException, StartException {
        Settings settings = command.settings();
        Logs.setLevel(settings.logLevel().name().toLowerCase(Locale.ROOT));
        ProcessEnd end = new ProcessEnd();
        LoadedLogic loaded = load(settings);
        Server server = Server.start(settings, loaded, command.functionConfig(), end::fatal);
        end.follows(server);
        log().info(
                        "Serving {} on port {}{} after {} ms (Java {})",
                        loaded.origin(),
                        server.port(),
                        server.adminPort().isPresent()
                                ? ", admin port " + server.adminPort().getAsInt()
                                : "",
                        ProcessEnd.uptimeMillis(),
                        Runtime.version().feature());
        waitForSignal();
    }

    /** Every other thread is a daemon, so that user code's cannot keep the process alive: this one does. */
    private static void waitForSignal() {
        while (true) {
            LockSupport.park();
        }
    }

    /** Made late: the command line's errors need no log. */
    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }

    private static void exit(int code, @Nullable String message, @Nullable Throwable cause) {
        if (cause != null) {
            log().error(message, cause);
            Logs.flush();
        }
        System.err.println("effe: " + message);
        System.exit(code);
    }
}
