package dev.effe.server.function;

import static dev.effe.server.settings.ValueTypes.choice;
import static dev.effe.server.settings.ValueTypes.filePath;
import static dev.effe.server.settings.ValueTypes.orEmpty;
import static dev.effe.server.settings.ValueTypes.paths;
import static dev.effe.server.settings.ValueTypes.positiveTime;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.SettingsConflict;
import dev.effe.server.settings.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings that find a function's code and make it. Immutable.
 *
 * @param path its jar or folder; empty for the class path
 * @param logic its class; empty to find it
 * @param handler the AWS Lambda handler to serve instead of a Logic; empty for a Logic
 * @param runtime the program that serves it, of any language; empty for Java in this process
 * @param handlerInstances whether each context has an instance of the handler, or all share one
 * @param layers folders and zips as AWS Lambda's layers are, and jars, that the function sees after its own
 * @param initTimeout the longest init of the function, at least 1 ms
 */
public record FunctionCode(
        Optional<Path> path,
        Optional<String> logic,
        Optional<String> handler,
        Optional<NamedRuntime> runtime,
        HandlerInstances handlerInstances,
        List<Path> layers,
        Duration initTimeout) {

    public FunctionCode {
        if (logic.isPresent() && handler.isPresent()) {
            throw SettingsConflict.both("logic", "handler");
        }
        if (runtime.isPresent()) { // No lambda: linking one would cost milliseconds of each start.
            check(runtime.get(), path, logic, handler, handlerInstances, layers);
        }
        if (handlerInstances == HandlerInstances.SHARED && handler.isEmpty()) {
            throw SettingsConflict.missing("handler-instances", "handler");
        }
        if (!layers.isEmpty() && path.isEmpty()) {
            throw SettingsConflict.missing("layer", "function");
        }
    }

    private static void check(
            NamedRuntime runtime,
            Optional<Path> path,
            Optional<String> logic,
            Optional<String> handler,
            HandlerInstances handlerInstances,
            List<Path> layers) {
        String setting = runtime.bootstrap().isPresent() ? "bootstrap" : "runtime";
        if (logic.isPresent()) {
            throw SettingsConflict.both("logic", setting);
        }
        if (handlerInstances == HandlerInstances.SHARED) {
            throw SettingsConflict.both("handler-instances", setting);
        }
        if (!layers.isEmpty()) {
            throw SettingsConflict.both("layer", setting);
        }
        if (path.isEmpty() && runtime.bootstrap().isEmpty()) {
            throw SettingsConflict.missing(setting, "function");
        }
        if (handler.isEmpty() && runtime.needsHandler()) {
            throw SettingsConflict.missing(setting, "handler");
        }
    }

    /** Returns true if it is served as AWS Lambda serves it: by a handler, or by a program of any language. */
    public boolean isOfLambda() {
        return handler.isPresent() || runtime.isPresent();
    }

    private static Optional<NamedRuntime> runtime(Rows function) {
        Optional<NamedRuntime> named = function.value(
                "runtime",
                orEmpty(new RuntimeText()),
                "",
                "Program of another language, as nodejs20.x, or nodejs20.x=COMMAND.");
        Optional<Path> bootstrap = function.value(
                "bootstrap",
                orEmpty(filePath()),
                "",
                "Program that asks AWS Lambda's Runtime API for calls: provided.");
        if (named.isPresent() && bootstrap.isPresent()) {
            throw SettingsConflict.both("runtime", "bootstrap");
        }
        return bootstrap.isPresent() ? Optional.of(NamedRuntime.of(bootstrap.get())) : named;
    }

    public static FunctionCode of(Rows rows) {
        Rows function = rows.under(Group.FUNCTION);
        Optional<Path> path = function.value(
                "function", orEmpty(filePath()), "", "Jar or folder of the function; empty: the class path.");
        Optional<String> logic =
                function.value("logic", orEmpty(Text.CLASS), "", "Class of the function; empty: found in its jar.");
        Optional<NamedRuntime> runtime = runtime(function);
        return new FunctionCode(
                path,
                logic,
                function.value(
                        "handler",
                        orEmpty(runtime.isPresent() ? Text.HANDLER_OF_RUNTIME : Text.HANDLER),
                        "",
                        "AWS Lambda handler to serve. The variable _HANDLER counts too."),
                runtime,
                function.value(
                        "handler-instances",
                        choice("<kind>", HandlerInstances.values()),
                        "own",
                        "A context has its own, or all share one (thread-safe)."),
                function.value("layer", paths(), "", "Layers of AWS Lambda, as folders or zips, and jars; repeatable."),
                rows.under(Group.CONTEXTS)
                        .value("init-timeout", positiveTime(), "60s", "Longest init of the function."));
    }
}
