package dev.effe.server;

import dev.effe.Info;
import dev.effe.Logic;
import dev.effe.server.cli.Command;
import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.Settings;
import dev.effe.server.cli.ToolException;
import dev.effe.server.cli.Tools;
import dev.effe.server.function.CommonPoolThreads;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.http.NettyProperties;
import dev.effe.server.json.Json;
import dev.effe.server.log.LogProvider;
import dev.effe.server.log.Logs;
import dev.effe.server.log.PrintedLines;
import dev.effe.server.log.Utf8Output;
import dev.effe.server.log.UtilLogging;
import dev.effe.server.settings.UsageException;
import dev.effe.server.tls.TlsFileException;
import dev.effe.server.tls.TrustedCas;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code effe}. Exit codes: 0 done or drained, 1 could not start or not stop in good order, 2 wrong usage. */
public final class Main {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final ProcessEnd end = new ProcessEnd();
    /** A function of the program's own; null for what the command line names. */
    private final @Nullable Logic<?> function;
    /** Somebody at an IDE has started it, who wants to click on the address. */
    private final boolean tellsUrl;

    private Main(@Nullable Logic<?> function, boolean tellsUrl) {
        this.function = function;
        this.tellsUrl = tellsUrl;
    }

    /** Runs what the arguments and the environment ask for; serves until a signal comes. */
    public static void main(String[] arguments) {
        prepare();
        new Main(null, false).runOrFail(List.of(arguments));
    }

    /**
     * Serves in the main of another program, whose process it ends: as the command line does, with a line that tells the
     * URL.
     *
     * @param function a function of that program; null if the flags name one
     * @param flags as on the command line; the environment counts too
     */
    public static void serve(@Nullable Logic<?> function, List<String> flags) {
        prepare();
        new Main(function, true).runOrFail(flags);
    }

    private static void prepare() {
        CommonPoolThreads.install(); // Before anything has to do with that pool, as a CompletableFuture has.
        LogProvider.install();
    }

    private void runOrFail(List<String> arguments) {
        try {
            run(arguments);
        } catch (UsageException e) {
            fail(USAGE, e.getMessage());
        } catch (LoadException | StartException e) {
            log().debug(e.getMessage(), e.getCause());
            Logs.flush();
            fail(FAILED, e.getMessage());
        } catch (RuntimeException | Error e) {
            log().error("An error of effe itself", e);
            Logs.flush();
            fail(FAILED, "An error of effe itself: " + e);
        }
    }

    private void run(List<String> arguments) throws LoadException, StartException {
        if (!arguments.isEmpty() && isCommand(arguments.get(0))) {
            runTool(arguments);
        } else {
            run(CommandLine.parse(arguments, System.getenv()));
        }
    }

    /** A word such as image: a file or a value that lost its flag has other characters. */
    private static boolean isCommand(String argument) {
        return !argument.startsWith("-") && argument.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-');
    }

    private static void printHelp(Command command) {
        System.out.print(command.help());
        tools().ifPresent(tools -> System.out.print("\n" + tools.help()));
    }

    private static Optional<Tools> tools() {
        return ServiceLoader.load(Tools.class, Main.class.getClassLoader()).findFirst();
    }

    private void runTool(List<String> arguments) throws StartException {
        Tools tools = tools().orElseThrow(() -> new UsageException("The command \"" + arguments.get(0)
                + "\" is not in effe.jar, which serves by flags alone (--help): commands are in effe-tool.jar,"
                + " which is not beside it. A distribution has both"));
        try {
            tools.run(arguments, System.getenv(), System.out);
        } catch (ToolException e) {
            fail(e.exitCode(), e.getMessage());
        } catch (IOException e) {
            throw new StartException(e.toString(), null);
        }
    }

    private void run(Command command) throws LoadException, StartException {
        switch (command.action()) {
            case HELP -> printHelp(command);
            case VERSION -> System.out.println("effe " + Version.TEXT);
            case PRINT_CONFIG -> printConfig(command);
            case INFO -> printInfo(command.settings());
            case SERVE -> serve(command);
        }
    }

    private void printConfig(Command command) throws StartException {
        for (String warning : command.warnings()) {
            System.err.println("effe: " + warning);
        }
        try {
            System.out.print(
                    command.app().isPresent()
                            ? AppProcess.of(command.app().get()).printConfig()
                            : command.printConfig());
        } catch (IllegalStateException e) {
            throw new StartException(String.valueOf(e.getMessage()), null);
        }
    }

    private void printInfo(Settings settings) throws LoadException, StartException {
        trust(settings);
        PrintStream out = System.out;
        System.setOut(System.err); // Whatever the function prints or logs meanwhile, the output is JSON.
        useLog(settings);
        LoadedLogic loaded = FunctionLife.load(settings).orElseGet(OneFunction::builtIn);
        Info info = FunctionLife.info(loaded, settings.function().code().initTimeout());
        FunctionLife.unload(loaded);
        out.println(Json.text(info));
        out.flush();
        end.exit(OK); // The function may have started threads.
    }

    private void serve(Command command) throws LoadException, StartException {
        StaleClasses.refuse();
        Servable served = function == null ? Servable.of(command) : OneFunction.of(function, command);
        Settings settings = served.settings();
        useLog(settings);
        if (served.hasHandlers()) {
            Utf8Output.use();
        }
        Training training = Training.of(settings);
        command.warnings().forEach(warning -> log().warn(warning));
        served.warnings().forEach(warning -> log().warn(warning));
        NettyProperties.set();
        end.install();
        PrintedLines.capture();
        UtilLogging.capture();
        trust(settings);
        Server server = served.start(end::fatal);
        end.follows(server);
        logStart(served, server);
        if (tellsUrl && settings.listening().socket().isEmpty()) {
            log().info(
                            "Open {}://localhost:{}/",
                            settings.listening().edge().tls().isPresent() ? "https" : "http",
                            server.port());
        }
        if (training != null) {
            training.run(server);
            end.exit(server.stop() ? OK : FAILED);
        }
        end.await();
    }

    private static void trust(Settings settings) throws StartException {
        if (settings.process().trustedCas().isPresent()) {
            try {
                TrustedCas.add(settings.process().trustedCas().get());
            } catch (TlsFileException e) {
                throw new StartException(String.valueOf(e.getMessage()), null);
            }
        }
    }

    private static void useLog(Settings settings) {
        Logs.use(settings.process().logs());
    }

    private static void logStart(Servable served, Server server) {
        String admin = server.adminPort().isPresent()
                ? ", admin port " + server.adminPort().getAsInt()
                : "";
        String lambda = server.lambdaPort().isPresent()
                ? ", Lambda API port " + server.lambdaPort().getAsInt()
                : "";
        Optional<Path> socket = served.settings().listening().socket();
        log().info(
                        "Serving {} on {} {}{}{} after {} ms (effe {}, Java {})",
                        served.origin(),
                        socket.isPresent() ? "socket" : "port",
                        socket.isPresent() ? socket.get() : server.port(),
                        lambda,
                        admin,
                        Uptime.millis(),
                        Version.TEXT,
                        Runtime.version().feature());
    }

    private void fail(int code, @Nullable String message) {
        String.valueOf(message).lines().forEach(line -> System.err.println("effe: " + line));
        end.exit(code);
    }

    /** Not a constant, which would be made before {@link LogProvider} is installed. */
    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }
}
