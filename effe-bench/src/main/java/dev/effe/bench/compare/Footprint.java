package dev.effe.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The cost of a server besides time for requests: memory before, after and after still more of them, and an idle
 * minute.
 */
public final class Footprint {

    private static final String HELP = """
            java -jar bench.jar footprint [options]
              10 million requests of hello, twice, and a minute without any; about 6 minutes for each candidate.
              --java, --only, --jvm and --no-pin as for compare; default: --only effe --jvm -Xmx64m
            """;

    private static final double REQUESTS = 10_000_000;
    private static final int IDLE_SECONDS = 60;
    private static final int LOAD_SECONDS = 10;

    private final Options options;
    private final Path folder;
    private final Loader loader;

    private Footprint(Options options, Path folder) throws IOException {
        this.options = options;
        this.folder = folder;
        this.loader = new Loader(folder, options.pin);
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Options options = Options.parse(List.of(arguments));
            if (options.only.isEmpty()) {
                options.only = List.of("effe");
            }
            if (options.jvm.isEmpty()) {
                options.jvm.add("-Xmx64m");
            }
            List<Candidate> candidates = Compare.candidates(options);
            new Footprint(options, Files.createTempDirectory("effe-footprint")).run(candidates);
        } catch (IllegalArgumentException e) {
            System.err.println("footprint: " + e.getMessage() + "\n\n" + HELP);
            System.exit(2);
        }
    }

    private void run(List<Candidate> candidates) throws IOException, InterruptedException {
        Table table = new Table(
                "footprint",
                "MiB after 1 request",
                "idle % of a core",
                "MiB after 10 million",
                "after 20 million",
                "SIGTERM to exit ms");
        for (Candidate candidate : candidates) {
            try (ServerProcess server = ServerProcess.start(candidate, options, folder)) {
                table.row(
                        candidate.name(),
                        server.idleMiB,
                        idlePercent(server),
                        loadedMiB(server),
                        loadedMiB(server),
                        server.stopMicros() / 1e3);
            }
        }
        System.out.println(table);
    }

    private static double idlePercent(ServerProcess server) throws IOException, InterruptedException {
        long before = server.cpuMicros();
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        return (server.cpuMicros() - before) / (IDLE_SECONDS * 1e6) * 100;
    }

    private long loadedMiB(ServerProcess server) throws IOException, InterruptedException {
        for (double requests = 0; requests < REQUESTS; ) {
            requests += LOAD_SECONDS
                    * loader.run(Scenario.HELLO, server, LOAD_SECONDS).perSecond();
        }
        return server.residentMiB();
    }
}
