package dev.effe.server.app;

import dev.effe.server.app.FunctionEntry.Secret;
import dev.effe.server.app.yaml.Faults;
import dev.effe.server.app.yaml.Place;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The environment variables of the functions of one process, which has one environment for all of them. */
public final class HostedVariables {

    /** A variable of a function: its value, or where its value is. */
    private record Variable(String function, String path, String meaning, Place place) {}

    private HostedVariables() {}

    private record Conflict(Place place, String message) {}

    /** Warns where they cannot be in one process: each may still have one of its own. */
    static void warn(List<FunctionEntry> hosted, Faults faults) {
        conflicts(hosted).forEach(conflict -> faults.warn(conflict.place, conflict.message));
    }

    private static List<Conflict> conflicts(List<FunctionEntry> hosted) {
        Map<String, Variable> first = new LinkedHashMap<>();
        List<Conflict> conflicts = new ArrayList<>();
        for (FunctionEntry function : hosted) {
            variables(function).forEach((name, variable) -> {
                Variable earlier = first.putIfAbsent(name, variable);
                if (earlier != null && !earlier.meaning.equals(variable.meaning)) {
                    conflicts.add(new Conflict(
                            variable.place,
                            variable.path + " differs from that of " + earlier.function + " at " + earlier.place
                                    + ", and a process has one environment: start the two apart by --only, or deploy them"
                                    + " to a host, where each has its own"));
                }
            });
        }
        return conflicts;
    }

    private static Map<String, Variable> variables(FunctionEntry function) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        String path = "functions." + function.name();
        function.values()
                .environment()
                .forEach((name, value) -> variables.put(
                        name, new Variable(function.name(), value.path(), "=" + value.text(), value.place())));
        function.values()
                .secrets()
                .forEach((name, secret) -> variables.put(
                        name,
                        new Variable(
                                function.name(),
                                path + ".secrets." + name,
                                secret.variable() + " " + secret.file(),
                                secret.place())));
        return variables;
    }

    /**
     * The variables of functions, secrets too.
     *
     * @param environment the variable of a name in the environment of the process, or null
     * @return by name; without those that the process has, which are stronger
     * @throws UsageException if two functions differ in one, or a secret cannot be read
     */
    public static Map<String, String> of(List<FunctionEntry> hosted, Function<String, @Nullable String> environment) {
        List<Conflict> conflicts = conflicts(hosted);
        if (!conflicts.isEmpty()) {
            throw new UsageException(conflicts.stream()
                    .map(conflict -> conflict.place + ": " + conflict.message)
                    .collect(Collectors.joining("\n")));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (FunctionEntry function : hosted) {
            function.values().environment().forEach((name, value) -> variables.put(name, value.text()));
            function.values().secrets().forEach((name, secret) -> {
                if (environment.apply(name) == null) {
                    variables.put(
                            name, value("functions." + function.name() + ".secrets." + name, secret, environment));
                }
            });
        }
        variables.keySet().removeIf(name -> environment.apply(name) != null);
        return variables;
    }

    /**
     * The value of a secret.
     *
     * @param path as messages name it
     * @param environment the variable of a name in the environment of this process, or null
     * @throws UsageException if it is not where the file says; the message does not have it
     */
    public static String value(String path, Secret secret, Function<String, @Nullable String> environment) {
        String variable = secret.variable().orElse(null);
        String value = variable == null ? null : environment.apply(variable);
        if (value != null) {
            return value;
        }
        if (variable != null) {
            throw new UsageException(secret.place() + ": " + path + " is in the environment variable " + variable
                    + ", which is not set");
        }
        Path file = secret.file().orElseThrow();
        try {
            return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw new UsageException(
                    secret.place() + ": " + path + " is in the file " + file + ", which cannot be read: " + e, e);
        }
    }
}
