package dev.effe.bench.logs;

import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Loader;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.ServerProcess;
import dev.effe.bench.compare.Table;
import dev.effe.bench.compare.Wrk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls hello with metrics, the access log and other watchers on and off, in turns: what each costs of CPU is a ratio to
 * all of them off within each round. Starts with text and JSON take turns too.
 */
public final class LogCost {

    private static final int CONNECTIONS = 64;

    private final Options options;
    private final Path folder;
    private final Wrk wrk;

    /** A kind of log that is on, and its rounds. */
    private record Kind(ServerProcess server, Rounds rounds) {}

    private LogCost(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.wrk = new Wrk(folder, options.pin);
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        Loader.require("wrk", "-v");
        LogCost cost = new LogCost(options, Files.createTempDirectory("effe-logs"));
        cost.calls();
        cost.starts();
    }

    private static Candidate hello(String name, String... more) throws Exception {
        List<String> arguments =
                List.of("--port", "PORT", "--host", "127.0.0.1", "--logic", "dev.effe.bench.candidate.EffeFunction");
        return new Candidate(name, Candidate.benchJar().toString(), "dev.effe.server.Main", arguments)
                .with(List.of(more));
    }

    private void calls() throws Exception {
        List<Kind> kinds = new ArrayList<>();
        try {
            for (Candidate candidate : List.of(
                    hello("all off"),
                    hello("metrics", "--admin-port", "0"),
                    hello("slow", "--slow", "1s"),
                    hello("access log, text", "--access-log", "text"),
                    hello("access log, JSON", "--access-log", "json"))) {
                kinds.add(new Kind(ServerProcess.start(candidate, options, folder), new Rounds()));
            }
            for (Kind kind : kinds) {
                call(kind, options.warmupSeconds);
            }
            for (int round = 0; round < options.rounds; round++) {
                for (Kind kind : kinds) {
                    kind.rounds.add(call(kind, options.seconds));
                }
            }
            System.out.println(table(kinds));
        } finally {
            kinds.forEach(kind -> kind.server.close());
        }
    }

    private Load call(Kind kind, int seconds) throws Exception {
        return wrk.run(kind.server, "/hello", CONNECTIONS, seconds, "get.lua");
    }

    private static Table table(List<Kind> kinds) {
        Table table = new Table("", "req/s", "CPU us/req", "ratio", "errors");
        for (Kind kind : kinds) {
            table.row(
                    kind.server.name(),
                    kind.rounds.median(Load::perSecond),
                    kind.rounds.median(Load::cpuPerRequest),
                    kind.rounds.ratio(Load::cpuPerRequest, kinds.get(0).rounds),
                    kind.rounds.errors());
        }
        return table;
    }

    private void starts() throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < options.rounds; i++) {
            double text = startCpuMicros(hello("text", "--log-format", "text"));
            ratios.add(startCpuMicros(hello("json", "--log-format", "json")) / text);
        }
        System.out.printf(
                "CPU of a start with JSON, of that with text: %.3f%n",
                ratios.stream().sorted().toList().get(ratios.size() / 2));
    }

    private double startCpuMicros(Candidate candidate) throws Exception {
        try (ServerProcess server = ServerProcess.start(candidate, options, folder)) {
            return server.startCpuMicros;
        }
    }
}
