package dev.effe.bench.scale;

import dev.effe.bench.Arguments;
import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Loader;
import dev.effe.bench.compare.Options;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Measures throughput, p99 and CPU per request while one thing grows at a time, and plots them. Server and wrk have a
 * core each, as in compare.
 */
public final class Scale {

    private static final String HELP = """
            java -jar bench.jar scale [options]
              --java FILE        the java that runs the servers; default: the one that runs this
              --seconds N        of each round, 1 to 60, default 2
              --rounds N         of each step, 1 to 100, default 3; the best counts
              --warmup N         seconds before a server's first round, 0 to 60, default 4
              --out FOLDER       where to put the plots, default docs
              --jvm FLAG         for every server; may be repeated
              --no-pin           do not pin server and client to a core each
            wrk opens up to 10,000 connections: ulimit -n has to allow more.
            """;

    /** The options that compare has too. */
    private static final List<String> SHARED = List.of("--java", "--seconds", "--rounds", "--warmup", "--jvm");

    private final List<String> shared = new ArrayList<>(List.of("--rounds", "3", "--warmup", "4"));
    private Path out = Path.of("docs");

    private Scale() {}

    public static void main(String[] arguments) throws Exception {
        try {
            new Scale().run(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("scale: " + e.getMessage() + "\n\n" + HELP);
            System.exit(2);
        }
    }

    private void run(List<String> arguments) throws Exception {
        Arguments.read(arguments, Set.of("--no-pin"), this::set);
        Options options = Options.parse(shared);
        if (options.rounds == 0) {
            throw new IllegalArgumentException("--rounds must be from 1 to 100, but was 0");
        }
        Loader.require("wrk", "-v");
        if (options.pin) {
            Loader.require("taskset", "-V");
        }
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(out);
        Path folder = Files.createTempDirectory("effe-scale");
        System.out.println("java " + options.java + ", logs of the servers in " + folder + "\n");
        for (Dimension dimension : Dimension.values()) {
            measure(dimension, options, folder);
        }
    }

    private void set(String name, String value) {
        if (name.equals("--out")) {
            out = Path.of(value);
        } else if (name.equals("--no-pin")) {
            shared.add(name);
        } else if (SHARED.contains(name)) {
            shared.addAll(List.of(name, value));
        } else {
            throw new IllegalArgumentException(name + " is unknown");
        }
    }

    private void measure(Dimension dimension, Options options, Path folder)
            throws IOException, InterruptedException, URISyntaxException {
        try (Series series = new Series(dimension, options, folder)) {
            for (int step : dimension.steps) {
                series.measure(step, Candidate.benchJar());
            }
            System.out.println(series.table());
            System.out.println(new Plot(dimension, series.figures()).save(out) + "\n");
        }
    }
}
