package dev.effe.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the command line of compare asks for. */
public final class Options {

    static final String HELP = """
            java -jar bench.jar compare [options]
              --java FILE        the java that runs the servers; default: the one that runs this
              --only A,B         candidates, the first is what others are measured by if the usual one is missing
              --scenario A,B     hello, one, echo, pipeline, sleep, neighbours, http2; default: all
              --rounds N         0 to 100, default 9; 0 only times starts
              --seconds N        of each round, 1 to 60, default 2
              --warmup N         seconds before the first round, 0 to 60, default 6
              --starts N         how many starts to time, 0 to 100, default 5
              --with NAME=JAR    one more Effe, from the bench.jar of another version; may be repeated
              --jvm FLAG         for every server; may be repeated
              --no-pin           do not pin server and client to a core each
            """;

    public Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> only = List.of();
    List<Scenario> scenarios = List.of(Scenario.values());
    public int rounds = 9;
    public int seconds = 2;
    public int warmupSeconds = 6;
    int starts = 5;
    final List<String> with = new ArrayList<>();
    final List<String> jvm = new ArrayList<>();
    public boolean pin = Runtime.getRuntime().availableProcessors() > 1;

    private Options() {}

    /** @throws IllegalArgumentException if something is not allowed; the message says what */
    public static Options parse(List<String> arguments) {
        Options options = new Options();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--no-pin")) {
                options.pin = false;
            } else if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " is unknown or has no value");
            } else {
                i++;
                options.set(name, arguments.get(i));
            }
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--java" -> java = Path.of(value);
            case "--only" -> only = List.of(value.split(","));
            case "--scenario" -> scenarios = scenarios(value);
            case "--rounds" -> rounds = number(name, value, 0, 100);
            case "--seconds" -> seconds = number(name, value, 1, 60);
            case "--warmup" -> warmupSeconds = number(name, value, 0, 60);
            case "--starts" -> starts = number(name, value, 0, 100);
            case "--with" -> with.add(value);
            case "--jvm" -> jvm.add(value);
            default -> throw new IllegalArgumentException(name + " is unknown");
        }
    }

    private static List<Scenario> scenarios(String value) {
        List<Scenario> named = new ArrayList<>();
        for (String label : value.split(",")) {
            named.add(Scenario.valueOf(label.toUpperCase(Locale.ROOT)));
        }
        return named;
    }

    private static int number(String name, String value, int min, int max) {
        int number = Integer.parseInt(value);
        if (number < min || number > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", but was " + value);
        }
        return number;
    }
}
