package dev.effe.bench.simulation;

import dev.effe.bench.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The options of the simulation, from the command line. */
final class Options {

    enum Part {
        ERLANG,
        PAIR,
        BALANCE,
        COLD,
        RESTART,
        LANES
    }

    static final String HELP = """
            java -jar bench.jar simulation [options]
              --only A,B       erlang, pair (real processes, HAProxy and Linux needed), balance, cold, restart, lanes; default: all
              --nodes N        processes, 2 to 10000, default 1000
              --seconds N      of virtual time for each figure, 1 to 600, default 10
              --seed N         of all that is random, default 1
              --java FILE      the java that runs the real processes; default: the one that runs this
            """;

    List<Part> parts = List.of(Part.values());
    int nodes = 1000;
    int seconds = 10;
    private int seed = 1;
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    private Options() {}

    /** @throws IllegalArgumentException if something is not allowed; the message says what */
    static Options parse(List<String> arguments) {
        Options options = new Options();
        Arguments.read(arguments, Set.of(), options::set);
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--only" -> parts = Arguments.constants(Part.class, value);
            case "--nodes" -> nodes = Arguments.number(name, value, 2, 10_000);
            case "--seconds" -> seconds = Arguments.number(name, value, 1, 600);
            case "--seed" -> seed = Arguments.number(name, value, 0, Integer.MAX_VALUE);
            case "--java" -> java = Path.of(value);
            default -> throw new IllegalArgumentException(name + " is unknown");
        }
    }

    /** The same numbers again for each figure, so that none depends on those before it. */
    Random random() {
        return new Random(seed);
    }
}
