package dev.effe.tool.deploy.plan;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.function.FunctionSource;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LogicLoader;
import dev.effe.tool.pack.PackException;
import dev.effe.tool.remote.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * The part of a function that a place is told to run. Immutable.
 *
 * @param handler an AWS Lambda handler, the class of a Logic, or what another language calls so
 * @param key of effe.yaml that names it
 * @param isLogic true for a Logic
 */
record Runs(String handler, String key, boolean isLogic) {

    /** The program of a zip for AWS's runtimes {@code provided…}, which ask for no name. */
    private static final String BOOTSTRAP = "bootstrap";

    /**
     * Finds it, by the rules of a server where the file does not name it.
     *
     * @throws PackException if there is none, or the place cannot run it
     */
    static Runs of(FunctionEntry function, Endpoint place) throws PackException {
        Runs runs = isJava(function) ? ofJava(function) : ofOther(function);
        if (runs.isLogic) {
            check(function, place);
        }
        return runs;
    }

    static boolean isJava(FunctionEntry function) {
        return function.otherRuntime().isEmpty();
    }

    private static Runs ofOther(FunctionEntry function) throws PackException {
        String runtime = function.deployment().runtime().orElseThrow().text();
        Optional<String> handler = function.program().handler();
        if (handler.isEmpty() && !runtime.startsWith("provided")) {
            throw new PackException(function.place() + ": functions." + function.name() + " has no handler, which "
                    + runtime + " needs, such as handler: index.handler");
        }
        return new Runs(handler.orElse(BOOTSTRAP), "handler", false);
    }

    private static Runs ofJava(FunctionEntry function) throws PackException {
        FunctionSource source = FunctionSource.of(Preparation.codeOf(function));
        Optional<String> handler = function.program().handler();
        try {
            if (handler.isPresent()) {
                return new Runs(handler.get(), "handler", LogicLoader.isLogic(source, handler.get()));
            }
            Optional<String> logic = function.program().logic();
            return new Runs(logic.isPresent() ? logic.get() : LogicLoader.onlyLogic(source), "logic", true);
        } catch (LoadException e) {
            throw new PackException(function.place() + ": functions." + function.name() + ": " + e.getMessage());
        }
    }

    private static void check(FunctionEntry function, Endpoint place) throws PackException {
        String name = function.place() + ": functions." + function.name();
        if (!place.host()) {
            throw new PackException(name + " is a Logic, which AWS Lambda does not run without an adapter, and effe has"
                    + " none: write it as a handler, deploy it to a host, such as"
                    + " targets: {test: {host: \"http://localhost:7070\"}}, or make an image of it by effe image");
        }
        List<Mention> topics = function.links().appends();
        if (!topics.isEmpty()) {
            String names = String.join(", ", topics.stream().map(Mention::text).toList());
            throw new PackException(name + " appends to " + names + ", and a host has no topics: serve the application"
                    + " by effe --app, or make images of it by effe image");
        }
    }
}
