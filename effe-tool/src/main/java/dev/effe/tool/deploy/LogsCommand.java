package dev.effe.tool.deploy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.ValueType;
import dev.effe.server.settings.ValueTypes;
import dev.effe.server.threads.ServerThreads;
import dev.effe.tool.TimeOption;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe logs}: prints what functions have printed where they are deployed. */
@Command(
        name = "logs",
        sortOptions = false,
        description = {
            "Prints the logs of functions, where they are deployed.",
            "Each line with its time, its function and the version that has printed it. Exit code: 0; 1 if a place"
                    + " cannot be reached or has no such function."
        },
        footer = {
            "",
            "Examples:",
            "  effe logs orders --since 1h --grep ERROR",
            "  effe logs -f --target aws                     goes on with new lines, until it is ended",
            "  effe logs orders --request 5a1bd4f1-7b1e-4f5e-9d1c-0d6d3a1d7c3e --json"
        })
public final class LogsCommand implements ToolCommand {

    private static final ValueType<Duration> SINCE = ValueTypes.longTime("0s", "3650d");

    @Mixin
    private AppOptions app;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines as they come.")
    private boolean follow;

    @Option(names = "--since", paramLabel = "<duration>", description = "How far back, such as 5m; 10m by default.")
    private String since = "10m";

    @Option(names = "--grep", paramLabel = "<text>", description = "Only lines that have this text.")
    private Optional<String> grep = Optional.empty();

    @Option(
            names = "--request",
            paramLabel = "<id>",
            description = "Only lines of this request: those that have its id.")
    private Optional<String> request = Optional.empty();

    @Option(names = "--json", description = "Print each line as JSON.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Duration back = TimeOption.parse("--since", SINCE, since);
        Scope scope = app.scope(functions, environment);
        LogLines lines = new LogLines(out, grep, request, json);
        List<Callable<Void>> readings = new ArrayList<>();
        scope.each((function, name, place) -> readings.add(() -> {
            place.logs().read(name, back, follow, lines::print);
            return null;
        }));
        if (follow) {
            followAll(readings);
        } else {
            for (Callable<Void> reading : readings) {
                result(reading);
            }
        }
    }

    private static void result(Callable<Void> reading) throws IOException {
        try {
            reading.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // A reading throws no other.
        }
    }

    /** Side by side; the first failure ends all. */
    private static void followAll(List<Callable<Void>> readings) throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool(task -> ServerThreads.replaceable("effe-follow", task));
        try {
            ExecutorCompletionService<Void> all = new ExecutorCompletionService<>(threads);
            readings.forEach(all::submit);
            for (int i = 0; i < readings.size(); i++) {
                all.take().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
