package dev.effe.bench.compare;

import dev.effe.bench.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of compare, from the command line. */
public final class Options {

    static final String HELP = """
            java -jar bench.jar compare [options]
              --java FILE        the java that runs the servers; default: the one that runs this
              --only A,B         candidates, the first is what others are measured by if the usual one is missing
              --scenario A,B     hello, one, echo, pipeline, sleep, routed, neighbours, http2; default: all
              --rounds N         0 to 100, default 9; 0 only times starts
              --seconds N        of each round, 1 to 60, default 2
              --warmup N         seconds before the first round, 0 to 60, default 6
              --starts N         how many starts to time, 0 to 100, default 5
              --with NAME=JAR    one more Effe, from the bench.jar of another version; may be repeated
              --jvm FLAG         for every server; may be repeated
              --no-pin           do not pin server and client to a core each
            """;

    public Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    public List<String> only = List.of();
    List<Scenario> scenarios = List.of(Scenario.values());
    public int rounds = 9;
    public int seconds = 2;
    public int warmupSeconds = 6;
    int starts = 5;
    public final List<String> with = new ArrayList<>();
    final List<String> jvm = new ArrayList<>();
    public boolean pin = Runtime.getRuntime().availableProcessors() > 1;

    private Options() {}

    /** @throws IllegalArgumentException if something is not allowed; the message says what */
    public static Options parse(List<String> arguments) {
        Options options = new Options();
        Arguments.read(arguments, Set.of("--no-pin"), options::set);
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--java" -> java = Path.of(value);
            case "--only" -> only = List.of(value.split(","));
            case "--scenario" -> scenarios = Arguments.constants(Scenario.class, value);
            case "--rounds" -> rounds = Arguments.number(name, value, 0, 100);
            case "--seconds" -> seconds = Arguments.number(name, value, 1, 60);
            case "--warmup" -> warmupSeconds = Arguments.number(name, value, 0, 60);
            case "--starts" -> starts = Arguments.number(name, value, 0, 100);
            case "--with" -> with.add(value);
            case "--no-pin" -> pin = false;
            case "--jvm" -> jvm.add(value);
            default -> throw new IllegalArgumentException(name + " is unknown");
        }
    }
}
