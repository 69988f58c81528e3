package dev.effe.bench.memory;

import dev.effe.bench.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of memory, from the command line. */
final class Options {

    static final String HELP = """
            java -jar bench.jar memory [options]
              --java FILE          the java that runs the servers; default: the one that runs this
              --jar FILE           Effe; default: effe-server/target/effe.jar beside this one's module
              --heap A,B           MiB of heap of the servers, default 64,128,256
              --collector A,B      G1, Serial; default: both
              --protocol A,B       h1, h2, tls, h2_tls; default: all
              --direction A,B      up, down, echo; default: all
              --function A,B       pieces (which holds 64 KiB), whole (an array of all); default: both
              --clients N          1 to 2000, default 200
              --seconds N          of each run, 1 to 3600, default 10
              --server A,B         effe, jetty; default: both, where effe-bench/peers is built
              --attacks            the attacks too, on Effe
            """;

    final Path benchJar;
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path effeJar;
    List<Integer> heaps = List.of(64, 128, 256);
    List<Collector> collectors = List.of(Collector.values());
    List<Protocol> protocols = List.of(Protocol.values());
    List<Direction> directions = List.of(Direction.values());
    List<Function> functions = List.of(Function.values());
    List<Kind> servers = List.of(Kind.values());
    int clients = 200;
    int seconds = 10;
    boolean attacks;

    /** A collector of garbage. */
    enum Collector {
        G1,
        SERIAL;

        String flag() {
            return this == G1 ? "-XX:+UseG1GC" : "-XX:+UseSerialGC";
        }
    }

    /** The form in which a function has the bytes. */
    enum Function {
        PIECES,
        WHOLE
    }

    /** A server. */
    enum Kind {
        EFFE,
        JETTY
    }

    private Options(Path benchJar) {
        this.benchJar = benchJar;
        effeJar = benchJar.resolveSibling("../../effe-server/target/effe.jar").normalize();
    }

    /** @throws IllegalArgumentException if something is not allowed; the message says what */
    static Options parse(List<String> arguments, Path benchJar) {
        Options options = new Options(benchJar);
        Arguments.read(arguments, Set.of("--attacks"), options::set);
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--java" -> java = Path.of(value);
            case "--jar" -> effeJar = Path.of(value);
            case "--heap" -> heaps = numbers(name, value);
            case "--collector" -> collectors = Arguments.constants(Collector.class, value);
            case "--protocol" -> protocols = Arguments.constants(Protocol.class, value);
            case "--direction" -> directions = Arguments.constants(Direction.class, value);
            case "--function" -> functions = Arguments.constants(Function.class, value);
            case "--server" -> servers = Arguments.constants(Kind.class, value);
            case "--clients" -> clients = Arguments.number(name, value, 1, 2000);
            case "--seconds" -> seconds = Arguments.number(name, value, 1, 3600);
            case "--attacks" -> attacks = true;
            default -> throw new IllegalArgumentException(name + " is unknown");
        }
    }

    private static List<Integer> numbers(String name, String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : list.split(",")) {
            numbers.add(Arguments.number(name, number, 16, 65_536));
        }
        return numbers;
    }

    /** Jetty's jar and libraries, as effe-bench/peers builds them. */
    String jettyClassPath() {
        Path target = benchJar.resolveSibling("../peers/jetty/target").normalize();
        return target.resolve("peer.jar") + ":" + target.resolve("lib") + "/*";
    }
}
