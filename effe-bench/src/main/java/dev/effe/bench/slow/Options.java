package dev.effe.bench.slow;

import dev.effe.bench.Arguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of slow, from the command line. */
final class Options {

    static final String HELP = """
            java -jar bench.jar slow [options]
              --java FILE        the java that runs the server; default: the one that runs this
              --jar FILE         the server; default: effe-server/target/effe.jar beside this one's module
              --attack A,B       heads, bodies, idle, send, stream; default: all
              --connections N    slow connections, 1 to 60000, default 18000
              --readers N        clients that do not read their answer, 1 to 60000, default 1000
              --limit N          seconds after which the server is to drop them, 5 to 600, default 15
              --jvm FLAG         for the server; may be repeated
            """;

    final Path benchJar;
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path effeJar;
    List<Attack> attacks = List.of(Attack.values());
    int connections = 18_000;
    int readers = 1000;
    Duration limit = Duration.ofSeconds(15);
    final List<String> jvm = new ArrayList<>();

    private Options(Path benchJar) {
        this.benchJar = benchJar;
        effeJar = benchJar.resolveSibling("../../effe-server/target/effe.jar").normalize();
    }

    /** @throws IllegalArgumentException if something is not allowed; the message says what */
    static Options parse(List<String> arguments, Path benchJar) {
        Options options = new Options(benchJar);
        Arguments.read(arguments, Set.of(), options::set);
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--java" -> java = Path.of(value);
            case "--jar" -> effeJar = Path.of(value);
            case "--attack" -> attacks = Arguments.constants(Attack.class, value);
            case "--connections" -> connections = Arguments.number(name, value, 1, 60_000);
            case "--readers" -> readers = Arguments.number(name, value, 1, 60_000);
            case "--limit" -> limit = Duration.ofSeconds(Arguments.number(name, value, 5, 600));
            case "--jvm" -> jvm.add(value);
            default -> throw new IllegalArgumentException(name + " is unknown");
        }
    }
}
