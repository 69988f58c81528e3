package dev.effe.bench.host;

import dev.effe.bench.Arguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of host, from the command line. Used by one thread. */
final class HostOptions {

    static final String HELP = """
            java -jar bench.jar host [options]
              --only A,B         hop, signature, starts, switches, size, uploads, foreign; default: all
              --effe FILE        effe.jar of a distribution; default: effe-dist/target/effe/effe.jar
              --java FILE        the java that runs hosts and functions; default: the one that runs this
              --rounds N         1 to 100, default 9
              --seconds N        of each round of load, 1 to 60, default 2
              --warmup N         seconds before the first round, 1 to 60, default 6
              --functions N      of size, 1 to 10000, default 500; the first figure has a fifth of them
              --versions N       of each of them, 1 to 100, default 20
              --no-pin           do not pin servers and client to a core each
            """;

    private static final Set<String> ALL =
            Set.of("hop", "signature", "starts", "switches", "size", "uploads", "foreign");

    Path effe = Path.of("effe-dist/target/effe/effe.jar");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    int rounds = 9;
    int seconds = 2;
    int warmupSeconds = 6;
    int functions = 500;
    int versions = 20;
    boolean pin = Runtime.getRuntime().availableProcessors() > 1;
    private Set<String> only = ALL;

    private HostOptions() {}

    /** @throws IllegalArgumentException if something is not allowed; the message says what */
    static HostOptions parse(List<String> arguments) {
        HostOptions options = new HostOptions();
        Arguments.read(arguments, Set.of("--no-pin"), options::set);
        if (!Files.exists(options.effe.resolveSibling("effe-host.jar"))) {
            throw new IllegalArgumentException("--effe: there is no effe-host.jar beside " + options.effe
                    + ": ./mvnw -DskipTests package makes it");
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--only" -> only = known(value);
            case "--effe" -> effe = Path.of(value);
            case "--java" -> java = Path.of(value);
            case "--rounds" -> rounds = Arguments.number(name, value, 1, 100);
            case "--seconds" -> seconds = Arguments.number(name, value, 1, 60);
            case "--warmup" -> warmupSeconds = Arguments.number(name, value, 1, 60);
            case "--functions" -> functions = Arguments.number(name, value, 1, 10_000);
            case "--versions" -> versions = Arguments.number(name, value, 1, 100);
            case "--no-pin" -> pin = false;
            default -> throw new IllegalArgumentException(name + " is unknown");
        }
    }

    private static Set<String> known(String names) {
        Set<String> named = Set.of(names.split(","));
        if (!ALL.containsAll(named)) {
            throw new IllegalArgumentException("--only must name some of " + ALL);
        }
        return named;
    }

    boolean asks(String question) {
        return only.contains(question);
    }

    /** A command as it is to be started: on the first core, if servers are to be pinned. */
    List<String> pinned(List<String> command) {
        List<String> pinned = new ArrayList<>(pin ? List.of("taskset", "-c", "0") : List.of());
        pinned.addAll(command);
        return pinned;
    }
}
