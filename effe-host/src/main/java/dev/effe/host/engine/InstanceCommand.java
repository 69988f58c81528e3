package dev.effe.host.engine;

import dev.effe.host.model.Callee;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The command and the variables of an instance's process: today's server with one function. Immutable, thread-safe. */
final class InstanceCommand {

    /** All else that the host's own environment has is not for functions. */
    private static final Set<String> INHERITED = Set.of("PATH");

    /** One from each event loop of the host for each call, and those that are idle. */
    private static final String MOST_CONNECTIONS = "2000";

    /** The heap's part of the memory; the rest is for Java itself. */
    private static final double HEAP_PART = 0.6;

    private static final int FIRST_JAVA_WITH_ARCHIVES = 19;

    private final EngineSettings settings;
    private final Binding binding;
    private final Map<String, String> own;

    /** @param own the environment of the host */
    InstanceCommand(EngineSettings settings, Binding binding, Map<String, String> own) {
        this.settings = settings;
        this.binding = binding;
        this.own = Map.copyOf(own);
    }

    /**
     * The program and its arguments.
     *
     * @param temporary a folder of its own, for what it unpacks and for temporary files
     */
    List<String> line(InstanceSpec spec, Path socket, Path temporary) {
        List<String> line = new ArrayList<>(binding.prefix());
        line.add(settings.java().toString());
        line.addAll(archive());
        line.addAll(List.of(
                "-XX:-UsePerfData",
                "-Dsun.misc.unsafe.memory.access=allow",
                "-Xmx" + (int) (spec.javaMb() * HEAP_PART) + "m",
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                settings.jar().toString()));
        if (!spec.isJava()) {
            line.addAll(List.of("--runtime", spec.runtime()));
        }
        String callsAtOnce = Integer.toString(spec.callsAtOnce());
        line.addAll(List.of(
                "--socket",
                socket.toString(),
                "--function",
                spec.code().toString(),
                "--handler",
                spec.handler(),
                "--function-name",
                spec.version().function(),
                "--timeout",
                spec.timeout().toMillis() + "ms",
                "--max-contexts",
                callsAtOnce,
                "--min-contexts",
                "1",
                "--max-queue",
                callsAtOnce, // A call is over for the host a moment before its context is free.
                "--init-timeout",
                settings.initTimeout().toMillis() + "ms",
                "--start-timeout",
                settings.initTimeout().toMillis() + "ms",
                "--lambda-api",
                "on",
                "--trusted-proxies", // The host, which says who the clients of URLs are.
                InetAddress.getLoopbackAddress().getHostAddress(),
                "--answer-browsers",
                "off",
                "--max-connections",
                MOST_CONNECTIONS,
                "--drain-delay",
                "0s",
                "--drain-timeout",
                settings.drainTimeout().toMillis() + "ms"));
        return line;
    }

    /**
     * Lets its function call others: it is told their addresses by the variable that names them, and the token by a file,
     * since every program of the user can read variables and arguments.
     */
    static void putCalls(Map<String, String> variables, Collection<String> names, CallLinks.Link link, Path token) {
        variables.put(
                Callee.VARIABLE,
                names.stream().map(name -> name + "=" + link.address()).collect(Collectors.joining(",")));
        variables.put("EFFE_CALL_TOKEN_FILE", token.toString());
    }

    /** As bin/effe does it: Java keeps the classes of a start. */
    private List<String> archive() {
        Runtime.Version version = Runtime.version();
        if (version.feature() < FIRST_JAVA_WITH_ARCHIVES) {
            return List.of();
        }
        Path archive = settings.archives().resolve(version + ".jsa");
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off");
    }

    /** The variables, as AWS Lambda has them, and before them the function's own. */
    Map<String, String> environment(InstanceSpec spec, String stream, Path temporary) {
        Map<String, String> variables = new TreeMap<>();
        own.forEach((name, value) -> {
            if (INHERITED.contains(name)) {
                variables.put(name, value);
            }
        });
        variables.put("LANG", "C.UTF-8");
        variables.put("TZ", ":UTC");
        variables.put("TMPDIR", temporary.toString());
        variables.put("AWS_REGION", settings.region());
        variables.put("AWS_DEFAULT_REGION", settings.region());
        variables.putAll(spec.environment());
        Resolved version = spec.version();
        variables.put("AWS_LAMBDA_FUNCTION_NAME", version.function());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", version.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMb()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + version.function());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + spec.runtime());
        variables.put("_HANDLER", spec.handler());
        return variables;
    }
}
