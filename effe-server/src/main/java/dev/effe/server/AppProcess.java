package dev.effe.server;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.FileValues;
import dev.effe.server.app.HostedVariables;
import dev.effe.server.cli.AppCommand;
import dev.effe.server.cli.Command;
import dev.effe.server.cli.ConfigLines;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.jdk.ProcessVariables;
import dev.effe.server.route.MatchedRoute;
import dev.effe.server.route.PatternRoute;
import dev.effe.server.route.Route;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import dev.effe.server.route.pattern.Routed;
import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions of effe.yaml that this process serves: checked, and not loaded yet. Immutable. */
final class AppProcess implements Servable {

    private static final String NAMES_OF_HANDLERS = "_HANDLER, AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_LOG_GROUP_NAME,"
            + " AWS_LAMBDA_LOG_STREAM_NAME and LAMBDA_TASK_ROOT";

    /** Given to functions only. */
    private static final Set<String> ONE = Set.of("function", "logic", "handler", "function-name", "route", "callees");

    private final AppCommand command;
    private final String application;
    private final GivenValues given;
    private final Settings settings;
    private final List<HostedFunction> hosted;
    private final ServingLinks links;
    private final List<String> warnings;
    /** The only one that requests come to; null where that is a matter of routes. */
    private final @Nullable String called;

    private AppProcess(AppCommand command, Application application, AppCheck check, @Nullable String called) {
        this.command = command;
        this.application = application.name();
        this.called = called;
        GivenValues ofProcess = command.given(FileValues.ofProcess(application));
        this.given = called == null ? ofProcess : Command.local(ofProcess);
        this.settings = Settings.of(given);
        this.hosted = check.hosted().stream()
                .map(function ->
                        HostedFunction.of(function, command.given(FileValues.ofFunction(application, function))))
                .toList();
        this.links = new ServingLinks(
                application.name(),
                AppCalls.of(application, check.hosted(), command),
                AppTopics.of(application, hosted, settings.function().events().dataDir()));
        this.warnings = check.warnings();
    }

    /**
     * Reads and checks the files.
     *
     * @throws UsageException if anything in them is wrong, or not served by this version; the message has a line for each
     */
    static AppProcess of(AppCommand command) {
        return of(command, AppCheck.of(command.files(), command.only()), null);
    }

    /** The same where the code of functions does not have to be there. */
    static AppProcess ofSources(AppCommand command) {
        return of(command, AppCheck.ofSources(command.files(), command.only()), null);
    }

    /**
     * The same for a program that calls one function of it: that one with those that it calls, on free ports of loopback.
     * Requests that match a route of the function come by it, all others are given to it, too.
     */
    static AppProcess local(AppCommand command, CalledFunction called) {
        return of(command, AppCheck.of(command.files(), called.needed()), called.name());
    }

    private static AppProcess of(AppCommand command, AppCheck check, @Nullable String called) {
        Application application = check.orThrow();
        return new AppProcess(command, application, check, called);
    }

    /**
     * The lines that {@code --print-config} prints: the settings of the process, then for each function those of its own,
     * and its keys.
     *
     * @throws IllegalStateException if a file of a {@code KEY_FILE} cannot be read
     */
    String printConfig() {
        StringBuilder lines = new StringBuilder(ConfigLines.of("", given, setting -> !ONE.contains(setting.name())));
        for (HostedFunction function : hosted) {
            lines.append(function.configLines(command, given));
        }
        return lines.toString();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public String application() {
        return application;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public boolean hasHandlers() {
        return handlers() > 0;
    }

    private long handlers() {
        return hosted.stream().filter(HostedFunction::isHandler).count();
    }

    @Override
    public String origin() {
        return hosted.stream().map(HostedFunction::name).collect(Collectors.joining(", ")) + " of " + application;
    }

    @Override
    public Server start(Runnable onFatal) throws LoadException, StartException {
        Map<String, String> variables = addVariables();
        List<FunctionToServe> functions = new ArrayList<>();
        Closer loaded = new Closer();
        try {
            for (HostedFunction function : hosted) {
                LoadedLogic logic = loaded.add(function.load(handlers() == 1));
                functions.add(function.toServe(logic.openToTheEnd(), command, variables));
            }
            return ServerStart.start(settings, functions, this::route, links, onFatal);
        } catch (LoadException | StartException | RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    @Override
    public ServingPlan plan() {
        Map<String, String> variables = addVariables();
        Calling known = links.calling() == null ? Calling.NONE : links.calling();
        List<FunctionPlan> functions = hosted.stream()
                .map(function -> function.plan(
                        command.config(FileValues.ofKeys(function.entry()), variables),
                        handlers() == 1,
                        known.callees(function.name())))
                .toList();
        return new ServingPlan(functions, this::route, known, links.topics());
    }

    /** The variables of all functions, which are in the environment then. */
    private Map<String, String> addVariables() {
        Map<String, String> variables =
                HostedVariables.of(hosted.stream().map(HostedFunction::entry).toList(), command::variable);
        addToEnvironment(variables);
        if (handlers() > 1) {
            log().warn(
                            "{} are not set, for they differ between the handlers of this process: --only starts one",
                            NAMES_OF_HANDLERS);
        }
        return variables;
    }

    private static void addToEnvironment(Map<String, String> variables) {
        if (variables.isEmpty()) {
            return;
        }
        try {
            ProcessVariables.add(variables);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log().warn("System.getenv does not have {}: set them for the process", variables.keySet(), e);
        }
    }

    /** The function that starts its contexts slowest has this time for each. */
    Duration longestStart() {
        return hosted.stream()
                .map(function -> function.settings().function().contexts().startTimeout())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Route route(Map<String, Route> functions) {
        if (called != null) {
            Route function = Objects.requireNonNull(functions.get(called));
            List<RoutePattern> patterns = hosted.stream()
                    .filter(hosting -> hosting.name().equals(called))
                    .flatMap(hosting -> hosting.routed(function).stream())
                    .map(Routed::pattern)
                    .toList();
            return new MatchedRoute(function, patterns);
        }
        List<Routed<Route>> routes = new ArrayList<>();
        for (HostedFunction function : hosted) {
            routes.addAll(function.routed(Objects.requireNonNull(functions.get(function.name()))));
        }
        return new PatternRoute(RouteTable.of(routes), null);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }
}
