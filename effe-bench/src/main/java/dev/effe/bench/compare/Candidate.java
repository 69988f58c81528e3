package dev.effe.bench.compare;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server to compare.
 *
 * @param classPath of its own JVM
 * @param main its main class
 * @param arguments for it; {@code PORT} stands for the port
 */
public record Candidate(String name, String classPath, String main, List<String> arguments) {

    private static final String PACKAGE = "dev.effe.bench.candidate.";

    /** The bench.jar that runs this, which holds Effe and bare Netty. */
    public static Path benchJar() throws URISyntaxException {
        return Path.of(Candidate.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** The servers that this jar holds, and the peers that are built. */
    static List<Candidate> all(Path benchJar) throws IOException {
        List<Candidate> all = new ArrayList<>();
        all.add(netty("netty", "loop", benchJar));
        all.add(effe("effe", benchJar));
        all.add(new Candidate("effe-no-metrics", benchJar.toString(), "dev.effe.server.Main", effeArguments()));
        all.add(Applications.routed(benchJar));
        all.add(Applications.hosting(1, benchJar));
        all.add(Applications.hosting(20, benchJar));
        all.add(netty("netty-workers", "workers", benchJar));
        all.add(netty("netty-http2", "http2", benchJar));
        peer("functions-framework", benchJar, "com.google.cloud.functions.invoker.runner.Invoker", functionArguments())
                .ifPresent(all::add);
        for (String name : List.of("helidon", "vertx", "jetty")) {
            peer(name, benchJar, "dev.effe.bench.peer.Peer", List.of("PORT")).ifPresent(all::add);
        }
        return all;
    }

    /** Effe as it is shipped, with metrics, from this bench.jar or that of another version. */
    public static Candidate effe(String name, Path benchJar) {
        return new Candidate(name, benchJar.toString(), "dev.effe.server.Main", effeArguments())
                .with(List.of("--admin-port", "0", "--admin-host", "127.0.0.1"));
    }

    /** Effe with the function that takes a known time. */
    public static Candidate busy(Path benchJar, List<String> more) {
        List<String> arguments = List.of("--port", "PORT", "--host", "127.0.0.1", "--logic", PACKAGE + "BusyFunction");
        return new Candidate("effe-busy", benchJar.toString(), "dev.effe.server.Main", arguments).with(more);
    }

    /** Effe with a handler of this jar, which answers the Invoke API. */
    public static Candidate invoked(String name, Path benchJar, String handler) {
        List<String> arguments = List.of("--port", "PORT", "--host", "127.0.0.1", "--lambda-api", "on");
        return new Candidate(name, benchJar.toString(), "dev.effe.server.Main", arguments)
                .with(List.of("--handler", PACKAGE + handler));
    }

    /** The same with more arguments. */
    public Candidate with(List<String> more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        return new Candidate(name, classPath, main, all);
    }

    private static List<String> effeArguments() {
        return List.of("--port", "PORT", "--host", "127.0.0.1", "--logic", PACKAGE + "EffeFunction");
    }

    /** @param kind what its main class takes */
    public static Candidate netty(String name, String kind, Path benchJar) {
        return new Candidate(name, benchJar.toString(), PACKAGE + "NettyCandidate", List.of("PORT", kind));
    }

    private static List<String> functionArguments() {
        return List.of("--target", "dev.effe.bench.peer.PeerFunction", "--port", "PORT");
    }

    private static Optional<Candidate> peer(String name, Path benchJar, String main, List<String> arguments) {
        Path target = benchJar.resolveSibling("../peers/" + name + "/target").normalize();
        if (!Files.exists(target.resolve("peer.jar"))) {
            System.out.println(
                    "No " + name + ": build it with ./mvnw -Pbench -DskipTests package, Helidon on a JDK from 21 up");
            return Optional.empty();
        }
        return Optional.of(new Candidate(name, target + "/peer.jar:" + target + "/lib/*", main, arguments));
    }

    /** True if it knows what a scenario asks for. */
    boolean takes(Scenario scenario) {
        boolean ours = main.equals("dev.effe.server.Main");
        boolean http2 = name.equals("netty-http2");
        if (name.startsWith("effe-app") || name.equals("effe-routes")) {
            return scenario == Scenario.ROUTED && name.equals("effe-routes");
        }
        return switch (scenario) {
            case HTTP2 -> ours || http2;
            case ROUTED -> name.equals("effe");
            case NEIGHBOURS -> ours || (main.startsWith(PACKAGE) && !http2);
            default -> !http2;
        };
    }

    /** The command to run it on a port, with the flags that Effe's manifest stands for. */
    List<String> command(Path java, List<String> jvmArguments, int port) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", classPath, main));
        for (String argument : arguments) {
            command.add(argument.equals("PORT") ? Integer.toString(port) : argument);
        }
        return command;
    }
}
