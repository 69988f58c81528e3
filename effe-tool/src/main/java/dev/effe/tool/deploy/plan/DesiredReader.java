package dev.effe.tool.deploy.plan;

import dev.effe.host.model.Callee;
import dev.effe.server.app.Application;
import dev.effe.server.app.Application.SettingText;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.FunctionEntry.Secret;
import dev.effe.server.app.Mention;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.settings.ValueTypes;
import dev.effe.tool.pack.CodePackage;
import dev.effe.tool.pack.PackException;
import dev.effe.tool.remote.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes of what effe.yaml says what a place is to have, and checks what can be checked before. Immutable. */
public final class DesiredReader {

    private static final int LONGEST_NAME = 64;
    private static final Duration LONGEST_CALL = Duration.ofMinutes(15);
    private static final String TIMEOUT = "timeout";
    private static final String MAX_CONTEXTS = "max-contexts";

    private final Application application;
    private final String alias;
    private final BiFunction<String, Secret, String> secrets;

    /**
     * A reader of one application.
     *
     * @param alias that functions get
     * @param secrets the value of a secret, by its path in the file and where it is
     */
    public DesiredReader(Application application, String alias, BiFunction<String, Secret, String> secrets) {
        this.application = application;
        this.alias = alias;
        this.secrets = secrets;
    }

    /**
     * Reads a function.
     *
     * @param name that it is deployed by
     * @throws PackException if the place could not run it
     */
    public Desired read(FunctionEntry function, String name, Endpoint place, CodePackage code) throws PackException {
        if (name.length() > LONGEST_NAME) {
            throw new PackException(function.place() + ": " + name + " has " + name.length() + " characters: at most "
                    + LONGEST_NAME + " are allowed, so name it shorter by as");
        }
        Runs runs = Runs.of(function, place);
        Optional<String> runtime = function.deployment().runtime().map(Mention::text);
        int java = Runs.isJava(function) ? java(function, runs, code, runtime) : 0;
        if (runtime.isEmpty() && !place.host()) {
            checkRuntime(function, java);
        }
        return new Desired(
                function.name(),
                name,
                runs.handler(),
                runtime,
                java,
                function.deployment().memoryMb(),
                timeout(function),
                place.host() ? Optional.empty() : place.role(),
                variables(function, place, runs),
                Set.copyOf(function.values().secrets().keySet()),
                code,
                LeftOut.of(function, place, runs),
                function.deployment().url());
    }

    private static PackException absent(FunctionEntry function, Runs runs, String className, CodePackage code) {
        String nearest = code.nearestClass(className)
                .map(name -> ": did you mean " + name + "?")
                .orElse("");
        return new PackException(function.place() + ": functions." + function.name() + "." + runs.key() + " names "
                + className + ", which is not in its code" + nearest);
    }

    /** The Java that the handler's class is compiled for, which the runtime must have. */
    private static int java(FunctionEntry function, Runs runs, CodePackage code, Optional<String> runtime)
            throws PackException {
        String className = runs.handler().replaceFirst("::.*", "");
        int java = code.javaOf(className).orElse(0);
        if (java == 0) {
            throw absent(function, runs, className, code);
        }
        int release = runtime.map(Desired::javaOf).orElse(OptionalInt.of(java)).orElse(java);
        if (release < java) {
            throw new PackException(function.place() + ": " + className + " is compiled for Java " + java
                    + ", which " + runtime.orElse("") + " does not run: set runtime: java" + java
                    + ", or compile it for Java " + release);
        }
        return java;
    }

    private static void checkRuntime(FunctionEntry function, int java) throws PackException {
        if (java > Desired.NEWEST_JAVA) {
            throw new PackException(
                    function.place() + ": functions." + function.name() + " is compiled for Java " + java
                            + ", and the newest runtime of AWS Lambda that effe knows is java" + Desired.NEWEST_JAVA
                            + ": compile it for Java " + Desired.NEWEST_JAVA + ", or name a newer one by runtime");
        }
    }

    private OptionalInt timeout(FunctionEntry function) throws PackException {
        SettingText text = setting(function, TIMEOUT);
        Duration timeout = text == null ? null : ValueTypes.positiveTime().parse(text.text());
        if (text == null || timeout == null) {
            return OptionalInt.empty();
        }
        if (timeout.compareTo(LONGEST_CALL) > 0) {
            throw new PackException(text.place() + ": timeout is " + text.text()
                    + ", and a function that is deployed runs for 15m at most");
        }
        return OptionalInt.of((int) Math.max(1, (timeout.toMillis() + 999) / 1000));
    }

    private @Nullable SettingText setting(FunctionEntry function, String name) {
        SettingText own = function.values().settings().get(name);
        return own == null ? application.settings().get(name) : own;
    }

    private SortedMap<String, String> variables(FunctionEntry function, Endpoint place, Runs runs)
            throws PackException {
        SortedMap<String, String> variables = runs.isLogic() ? ownKeys(function) : new TreeMap<>();
        if (runs.isLogic() && !function.links().calls().isEmpty()) {
            variables.put(Callee.VARIABLE, calls(function));
        }
        SettingText contexts = setting(function, MAX_CONTEXTS);
        if (place.host() && contexts != null) {
            variables.put("AWS_LAMBDA_MAX_CONCURRENCY", contexts.text());
        }
        function.values().environment().forEach((variable, value) -> variables.put(variable, value.text()));
        function.values()
                .secrets()
                .forEach((variable, secret) -> variables.put(
                        variable, secrets.apply("functions." + function.name() + ".secrets." + variable, secret)));
        return variables;
    }

    /** The functions that it may call, as they are deployed. */
    private String calls(FunctionEntry function) {
        return function.links().calls().stream()
                .map(Mention::text)
                .map(name -> name + "="
                        + Scope.deployedName(
                                application,
                                Objects.requireNonNull(application.functions().get(name))) + ":" + alias)
                .collect(Collectors.joining(","));
    }

    /** A Logic reads its keys from the environment too. */
    private static SortedMap<String, String> ownKeys(FunctionEntry function) throws PackException {
        SortedMap<String, String> variables = new TreeMap<>();
        for (Map.Entry<String, String> own : function.values().set().entrySet()) {
            String variable = FunctionConfig.variableFor(own.getKey())
                    .orElseThrow(() -> new PackException(function.place() + ": functions." + function.name() + ".set."
                            + own.getKey() + " cannot be a variable of a function on a host: name it otherwise"));
            variables.put(variable, own.getValue());
        }
        return variables;
    }
}
