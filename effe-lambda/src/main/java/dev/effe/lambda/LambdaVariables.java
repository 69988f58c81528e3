package dev.effe.lambda;

import dev.effe.spi.HandlerSpec;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The environment variables that AWS Lambda gives to handlers. Variables that the process has already stay as they are;
 * those that would be untrue here are left out: credentials, the Runtime API, the telemetry descriptor.
 */
public final class LambdaVariables {

    /** AWS's limit. */
    private static final int MAX_NAME = 64;

    private static final String FUNCTION_NAME = "AWS_LAMBDA_FUNCTION_NAME";

    /** They differ from handler to handler. */
    private static final Set<String> OWN = Set.of(
            "_HANDLER",
            FUNCTION_NAME,
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_MAX_CONCURRENCY",
            "LAMBDA_TASK_ROOT");

    private final Map<String, String> present;
    private final Map<String, String> missing = new LinkedHashMap<>();

    private LambdaVariables(Map<String, String> present) {
        this.present = present;
    }

    /**
     * The function that variables describe.
     *
     * @param handler its handler
     * @param name what its clients call it; empty if nobody said
     * @param ownName its name if the process has none either
     * @param folder where its files are
     * @param memoryMegabytes what it may use
     * @param execution the runtime, as the end of {@code AWS_EXECUTION_ENV}: {@code java21}
     */
    public record Described(
            String handler,
            Optional<String> name,
            String ownName,
            Path folder,
            long memoryMegabytes,
            String execution) {

        private static Described of(HandlerSpec handler) {
            return new Described(
                    handler.name(),
                    handler.functionName(),
                    nameOf(handler.name()),
                    handler.folder(),
                    Runtime.getRuntime().maxMemory() >> 20,
                    "java" + Runtime.version().feature());
        }
    }

    /** The variables that the process does not have yet, and a function's name that it has otherwise. */
    static Map<String, String> missing(HandlerSpec handler, Map<String, String> present) {
        LambdaVariables variables = new LambdaVariables(present);
        variables.describe(Described.of(handler));
        if (handler.sharesInstance()) { // Which is there on AWS too where calls share an environment.
            variables.add("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(handler.maxContexts()));
        }
        return variables.missing;
    }

    /** The same for a function of any kind. */
    public static Map<String, String> missing(Described function, Map<String, String> present) {
        LambdaVariables variables = new LambdaVariables(present);
        variables.describe(function);
        return variables.missing;
    }

    /** The variables that are the same for every handler of a process. */
    static Map<String, String> withoutOwn(Map<String, String> variables) {
        Map<String, String> shared = new LinkedHashMap<>(variables);
        shared.keySet().removeAll(OWN);
        return shared;
    }

    private void describe(Described function) {
        add("_HANDLER", function.handler());
        String name = function.name().orElseGet(() -> present.getOrDefault(FUNCTION_NAME, function.ownName()));
        if (!name.equals(present.get(FUNCTION_NAME))) {
            missing.put(FUNCTION_NAME, name);
        }
        add("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        add("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Long.toString(function.memoryMegabytes()));
        add("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name);
        add(
                "AWS_LAMBDA_LOG_STREAM_NAME",
                LocalDate.now(ZoneOffset.UTC).toString().replace('-', '/') + "/[" + get("AWS_LAMBDA_FUNCTION_VERSION")
                        + "]" + UUID.randomUUID().toString().replace("-", ""));
        add("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        describePlace(function);
    }

    private void describePlace(Described function) {
        add("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.execution());
        if (!present.containsKey("AWS_PROFILE")) { // Whose region would lose against the variable.
            add("AWS_REGION", present.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
            add("AWS_DEFAULT_REGION", get("AWS_REGION"));
        }
        add("LAMBDA_TASK_ROOT", function.folder().toString());
        add("LAMBDA_RUNTIME_DIR", home(function.folder()).toString());
        add("TZ", ":UTC");
        add("LANG", "en_US.UTF-8");
        // Where the X-Ray daemon is by its own default.
        add("_AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1");
        add("_AWS_XRAY_DAEMON_PORT", "2000");
        add("AWS_XRAY_DAEMON_ADDRESS", get("_AWS_XRAY_DAEMON_ADDRESS") + ":" + get("_AWS_XRAY_DAEMON_PORT"));
        add("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
    }

    private void add(String name, String value) {
        if (!present.containsKey(name)) {
            missing.put(name, value);
        }
    }

    private String get(String name) {
        String value = present.get(name);
        return value == null ? missing.getOrDefault(name, "") : value;
    }

    /** The class's simple name, as far as AWS allows it. */
    private static String nameOf(String handler) {
        int colons = handler.indexOf("::");
        String type = colons < 0 ? handler : handler.substring(0, colons);
        return allowed(type.substring(type.lastIndexOf('.') + 1));
    }

    /** A name by AWS's rules, out of any other. */
    public static String allowed(String text) {
        String name = text.replaceAll("[^a-zA-Z0-9_-]", "-");
        return name.substring(0, Math.min(name.length(), MAX_NAME));
    }

    /** The folder that effe's jar is in. */
    private static Path home(Path other) {
        CodeSource source = LambdaVariables.class.getProtectionDomain().getCodeSource();
        if (source == null || !"file".equals(source.getLocation().getProtocol())) {
            return other;
        }
        return Path.of(source.getLocation().getPath()).resolveSibling("").toAbsolutePath();
    }
}
