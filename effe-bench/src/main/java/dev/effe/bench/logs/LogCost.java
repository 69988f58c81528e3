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
import java.util.stream.Stream;

/**
 * Calls hello with metrics, the access log, traces and other watchers on and off, in turns: what each costs is a ratio to
 * all of them off within each round. Starts with text and JSON take turns too. {@code --only off,traces} has some kinds
 * only.
 */
public final class LogCost {

    private static final int CONNECTIONS = 64;

    private final Options options;
    private final Path folder;
    private final Wrk wrk;
    private final Sink collector;

    /** A kind of log that is on, and its rounds. */
    private record Kind(ServerProcess server, Rounds rounds) {}

    private LogCost(Options options, Path folder, Sink collector) {
        this.collector = collector;
        this.options = options;
        this.folder = folder;
        this.wrk = new Wrk(folder, options.pin);
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        Loader.require("wrk", "-v");
        try (Sink collector = new Sink()) {
            LogCost cost = new LogCost(options, Files.createTempDirectory("effe-logs"), collector);
            cost.calls();
            if (options.only.isEmpty()) {
                cost.starts();
            }
        }
    }

    private static Candidate hello(String name, String... more) throws Exception {
        List<String> arguments =
                List.of("--port", "PORT", "--host", "127.0.0.1", "--logic", "dev.effe.bench.candidate.EffeFunction");
        return new Candidate(name, Candidate.benchJar().toString(), "dev.effe.server.Main", arguments)
                .with(List.of(more));
    }

    /** The kinds that are asked for; others are measured by the first. */
    private List<Candidate> candidates() throws Exception {
        return Stream.of(
                        hello("off"),
                        hello("metrics", "--admin-port", "0"),
                        hello("slow", "--slow", "1s"),
                        hello("log-ring", "--log-ring", "64k"),
                        hello(
                                "all-on",
                                "--admin-port",
                                "0",
                                "--slow",
                                "1s",
                                "--log-ring",
                                "64k",
                                "--log-format",
                                "json"),
                        hello("access-text", "--access-log", "text"),
                        hello("access-json", "--access-log", "json"),
                        hello("traces-1", "--traces", "2000", "--trace-sample", "0.01"),
                        hello("traces", "--traces", "2000"),
                        otlp("otlp-1", "0.01"),
                        otlp("otlp-10", "0.1"),
                        otlp("otlp", "1"))
                .filter(candidate -> options.only.isEmpty() || options.only.contains(candidate.name()))
                .toList();
    }

    private Candidate otlp(String name, String sample) throws Exception {
        return hello(name, "--otlp-endpoint", collector.url(), "--trace-sample", sample);
    }

    private void calls() throws Exception {
        List<Kind> kinds = new ArrayList<>();
        try {
            for (Candidate candidate : candidates()) {
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
        Table table = new Table("", "req/s", "ratio", "CPU us/req", "ratio", "errors");
        Rounds first = kinds.get(0).rounds;
        for (Kind kind : kinds) {
            table.row(
                    kind.server.name(),
                    kind.rounds.median(Load::perSecond),
                    kind.rounds.ratio(Load::perSecond, first),
                    kind.rounds.median(Load::cpuPerRequest),
                    kind.rounds.ratio(Load::cpuPerRequest, first),
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
