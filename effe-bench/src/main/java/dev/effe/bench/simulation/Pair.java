package dev.effe.bench.simulation;

import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.ServerProcess;
import dev.effe.bench.compare.Table;
import dev.effe.bench.host.Haproxy;
import dev.effe.bench.overload.Generator;
import dev.effe.bench.overload.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two real processes behind a real HAProxy, and the same two simulated. */
final class Pair implements AutoCloseable {

    private static final int CONTEXTS = 20;
    /** A function that waits and takes no processor, so that the machine is no limit. */
    private static final String PATH = "/wait-long";

    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final double CAPACITY = 2 * CONTEXTS * 1e9 / RUN_NANOS;
    /** A load that one carries while the other is replaced. */
    private static final double WHILE_REPLACED = 0.4;

    private final Options options;
    private final dev.effe.bench.compare.Options servers;
    private final Path folder;
    private final Candidate effe;
    private final ServerProcess[] two = new ServerProcess[2];
    private final Haproxy haproxy;
    private final Generator generator;

    private Pair(Options options) throws Exception {
        this.options = options;
        servers = dev.effe.bench.compare.Options.parse(List.of("--java", options.java.toString()));
        folder = Files.createTempDirectory("effe-simulation");
        effe = Candidate.busy(
                Candidate.benchJar(),
                List.of("--max-contexts", "" + CONTEXTS, "--min-contexts", "" + CONTEXTS, "--drain-delay", "1s"));
        for (int i = 0; i < two.length; i++) {
            two[i] = ServerProcess.start(effe, servers, folder);
        }
        haproxy = new Haproxy("pair", configuration(), folder, command -> command);
        generator = new Generator(haproxy.port);
    }

    private String configuration() {
        StringBuilder lines =
                new StringBuilder("balance leastconn\n  option httpchk GET /_effe/readyz\n  option redispatch 1\n");
        for (ServerProcess server : two) {
            lines.append("  server s").append(server.port).append(" 127.0.0.1:").append(server.port);
            lines.append(" check inter 250ms fall 2 rise 1\n");
        }
        return lines.toString();
    }

    static Table compare(Options options) throws Exception {
        Table table = new Table(
                "% of the capacity of two",
                "measured p50 ms",
                "p99 ms",
                "refused of 1,000",
                "lost",
                "simulated p50 ms",
                "p99 ms",
                "refused of 1,000");
        try (Pair pair = new Pair(options)) {
            pair.send(0.5); // For the compilers.
            for (int percent : new int[] {50, 80, 95, 120}) {
                row(table, percent, pair.send(percent / 100.0), pair.simulate(percent / 100.0));
            }
            row(table, "40, both replaced", pair.restart(), pair.simulateRestart());
        }
        return table;
    }

    private static void row(Table table, Object load, Phase phase, Calls calls) {
        table.row(
                load,
                phase.good.percentile(50),
                phase.good.percentile(99),
                1000.0 * phase.refused.count() / phase.sent,
                phase.wrong,
                calls.answered.percentile(50),
                calls.answered.percentile(99),
                calls.refusedPerThousand());
    }

    private Phase phase(double load, int seconds) {
        return Phase.random(PATH, load * CAPACITY, seconds, options.random());
    }

    private Phase send(double load) {
        Phase phase = phase(load, options.seconds);
        generator.run(phase);
        return phase;
    }

    private Fleet fleet(double load) {
        Node.Kind kind = new Node.Kind(CONTEXTS, CONTEXTS, 0, () -> RUN_NANOS);
        Fleet fleet = new Fleet(2, kind, Balancer.LEAST_LOADED, options.random());
        fleet.load(load * CAPACITY);
        return fleet;
    }

    private Calls simulate(double load) {
        return fleet(load).pass(options.seconds);
    }

    /** Both one behind the other, while requests come. */
    private Phase restart() throws Exception {
        Phase phase = phase(WHILE_REPLACED, 20);
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> generator.run(phase));
        for (int i = 0; i < two.length; i++) {
            int port = two[i].port;
            two[i].stop();
            two[i] = ServerProcess.start(effe, port, servers, folder);
            TimeUnit.SECONDS.sleep(1); // Until HAProxy has seen that it is ready.
        }
        sent.get(60, TimeUnit.SECONDS);
        return phase;
    }

    private Calls simulateRestart() {
        Fleet fleet = fleet(WHILE_REPLACED);
        return fleet.restart(1, TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    public void close() {
        generator.close();
        haproxy.close();
        for (ServerProcess server : two) {
            server.close();
        }
    }
}
