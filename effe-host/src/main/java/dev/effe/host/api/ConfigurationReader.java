package dev.effe.host.api;

import dev.effe.host.model.CodeRef;
import dev.effe.host.model.Limits;
import dev.effe.host.model.Runtimes;
import dev.effe.host.model.VersionConfig;
import dev.effe.server.invoke.InvokeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a function's configuration out of the body of CreateFunction and UpdateFunctionConfiguration. Stateless. */
final class ConfigurationReader {

    private static final Pattern ROLE =
            Pattern.compile("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Pattern HANDLER = Pattern.compile("[^\\s]+");
    private static final List<String> ARCHITECTURES = List.of("x86_64", "arm64");

    /** The members that change how a function runs and are not served here: nobody should believe that they are. */
    private static final List<String> UNSUPPORTED = List.of(
            "FileSystemConfigs",
            "ImageConfig",
            "CapacityProviderConfig",
            "DurableConfig",
            "TenancyConfig",
            "CodeSigningConfigArn");

    private ConfigurationReader() {}

    /** The configuration of a new function. */
    static VersionConfig create(Fields body, CodeRef code, World world) throws InvokeException {
        Constraints constraints = new Constraints();
        constraints.required(body.text("Role"), "role");
        check(body, constraints);
        if (body.text("Runtime") == null || body.text("Handler") == null) {
            throw InvokeException.invalidParameter("Runtime and Handler are mandatory parameters for functions created"
                    + " with deployment packages.");
        }
        VersionConfig first = new VersionConfig(
                code,
                "",
                "",
                "",
                Limits.DEFAULT_MEMORY_MB,
                Limits.DEFAULT_TIMEOUT_SECONDS,
                new TreeMap<>(),
                Map.of("Architectures", List.of("x86_64")));
        return architectures(update(body, first, world), body);
    }

    /** A configuration with the members of a body instead of its own, where there are such. */
    static VersionConfig change(Fields body, VersionConfig config, World world) throws InvokeException {
        check(body, new Constraints());
        return update(body, config, world);
    }

    private static VersionConfig update(Fields body, VersionConfig config, World world) throws InvokeException {
        String runtime = body.text("Runtime");
        if (runtime != null) {
            checkRuntime(runtime, world.runtimes());
        }
        SortedMap<String, String> environment = config.environment();
        if (body.has("Environment")) {
            environment = body.object("Environment").object("Variables").allTexts();
            EnvironmentRules.check(environment);
        }
        return new VersionConfig(
                config.code(),
                Objects.requireNonNullElse(runtime, config.runtime()),
                Objects.requireNonNullElse(body.text("Handler"), config.handler()),
                Objects.requireNonNullElse(body.text("Description"), config.description()),
                Objects.requireNonNullElse(body.integer("MemorySize"), config.memoryMb()),
                Objects.requireNonNullElse(body.integer("Timeout"), config.timeoutSeconds()),
                environment,
                kept(body, config.kept()));
    }

    private static void checkRuntime(String runtime, Runtimes runtimes) throws InvokeException {
        if (!runtimes.has(runtime)) {
            throw InvokeException.invalidParameter("Value " + runtime + " at 'runtime' failed to satisfy constraint:"
                    + " Member must satisfy enum value set: [" + String.join(", ", runtimes.names())
                    + "]: this host runs on Java " + runtimes.javaVersion()
                    + (runtimes.node() ? "" : ", finds no node on its PATH")
                    + (runtimes.python() ? "" : ", finds no python3 on its PATH"));
        }
    }

    /** The configuration with the processor architecture that a body names. */
    static VersionConfig architectures(VersionConfig config, Fields body) throws InvokeException {
        List<String> named = body.texts("Architectures");
        if (named.isEmpty()) {
            return config;
        }
        String shown = "[" + String.join(", ", named) + "]";
        Constraints constraints = new Constraints();
        if (named.size() > 1) {
            constraints.add(shown, "architectures", "Member must have length less than or equal to 1");
        } else if (!ARCHITECTURES.contains(named.get(0))) {
            constraints.add(
                    shown,
                    "architectures",
                    "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must"
                            + " not be null]");
        }
        constraints.check();
        return config.withKept("Architectures", named);
    }

    private static void check(Fields body, Constraints constraints) throws InvokeException {
        constraints.pattern(body.text("Role"), "role", ROLE);
        constraints.length(body.text("Handler"), "handler", 0, Limits.HANDLER);
        constraints.pattern(body.text("Handler"), "handler", HANDLER);
        constraints.length(body.text("Description"), "description", 0, Limits.DESCRIPTION);
        constraints.range(body.integer("MemorySize"), "memorySize", Limits.MIN_MEMORY_MB, Limits.MAX_MEMORY_MB);
        constraints.range(body.integer("Timeout"), "timeout", 1, Limits.MAX_TIMEOUT_SECONDS);
        constraints.oneOf(body.text("PackageType"), "packageType", List.of("Zip", "Image"));
        constraints.oneOf(
                body.object("TracingConfig").text("Mode"), "tracingConfig.mode", List.of("Active", "PassThrough"));
        constraints.oneOf(
                body.object("SnapStart").text("ApplyOn"), "snapStart.applyOn", List.of("PublishedVersions", "None"));
        constraints.range(body.object("EphemeralStorage").integer("Size"), "ephemeralStorage.size", 512, 10_240);
        constraints.check();
        for (String unsupported : UNSUPPORTED) {
            if (!isEmpty(body.members().get(unsupported))) {
                throw ApiErrors.unsupported(unsupported);
            }
        }
        if ("Image".equals(body.text("PackageType"))) {
            throw ApiErrors.unsupported("PackageType Image");
        }
        if (!body.texts("Layers").isEmpty()) {
            throw InvokeException.invalidParameter(
                    "Layer version " + body.texts("Layers").get(0) + " does not exist.");
        }
        if (!isEmpty(body.object("DeadLetterConfig").text("TargetArn"))) {
            throw ApiErrors.unsupported("DeadLetterConfig");
        }
    }

    /** True for what clients send who mean nothing by it. */
    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || value.equals("")
                || (value instanceof Map<?, ?> map && map.values().stream().allMatch(ConfigurationReader::isEmpty))
                || (value instanceof List<?> list && list.isEmpty());
    }

    /** The fields without effect: nothing is kept of one that is empty. */
    private static Map<String, Object> kept(Fields body, Map<String, Object> before) throws InvokeException {
        Map<String, Object> kept = new LinkedHashMap<>(before);
        put(kept, body, "Role", body.text("Role"));
        put(kept, body, "KMSKeyArn", body.text("KMSKeyArn"));
        put(kept, body, "VpcConfig", vpc(body.object("VpcConfig")));
        put(
                kept,
                body,
                "TracingConfig",
                one("Mode", body.object("TracingConfig").text("Mode")));
        put(
                kept,
                body,
                "EphemeralStorage",
                one("Size", body.object("EphemeralStorage").integer("Size")));
        put(kept, body, "SnapStart", one("ApplyOn", body.object("SnapStart").text("ApplyOn")));
        put(kept, body, "LoggingConfig", logging(body.object("LoggingConfig")));
        return kept;
    }

    private static void put(Map<String, Object> kept, Fields body, String name, @Nullable Object value) {
        if (!isEmpty(value)) {
            kept.put(name, Objects.requireNonNull(value));
        } else if (body.has(name)) {
            kept.remove(name);
        }
    }

    private static Map<String, Object> one(String name, @Nullable Object value) {
        return value == null ? Map.of() : Map.of(name, value);
    }

    private static Map<String, Object> vpc(Fields vpc) throws InvokeException {
        List<String> subnets = vpc.texts("SubnetIds");
        List<String> groups = vpc.texts("SecurityGroupIds");
        if (subnets.isEmpty() && groups.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("SubnetIds", subnets);
        kept.put("SecurityGroupIds", groups);
        return kept;
    }

    private static Map<String, Object> logging(Fields logging) throws InvokeException {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (String name : List.of("LogFormat", "ApplicationLogLevel", "SystemLogLevel", "LogGroup")) {
            String value = logging.text(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return kept;
    }
}
