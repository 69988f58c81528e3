package dev.effe.bench.lambda;

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
 * Calls a Logic, a handler of HTTP events and a handler of the Invoke API in turns, each in a JVM of its own: what a
 * handler's call costs of CPU is a ratio within each round, its garbage is counted.
 */
public final class LambdaCost {

    private static final int CONNECTIONS = 64;
    private static final List<String> ADMIN = List.of("--admin-port", "0");
    private static final String INVOKE = "/2015-03-31/functions/function/invocations";

    private final Options options;
    private final Path folder;
    private final Wrk wrk;
    private final List<Kind> kinds = new ArrayList<>();

    /** A server and how it is called. */
    private static final class Kind implements AutoCloseable {
        final ServerProcess server;
        final Garbage garbage;
        final String path;
        final String script;
        final Rounds rounds = new Rounds();
        final List<Double> kilobytes = new ArrayList<>();

        Kind(ServerProcess server, String path, String script) throws Exception {
            this.server = server;
            this.garbage = Garbage.of(server.pid());
            this.path = path;
            this.script = script;
        }

        @Override
        public void close() throws Exception {
            garbage.close();
            server.close();
        }
    }

    private LambdaCost(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.wrk = new Wrk(folder, options.pin);
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        Loader.require("wrk", "-v");
        new LambdaCost(options, Files.createTempDirectory("effe-lambda")).run();
    }

    private void run() throws Exception {
        try {
            Path jar = Candidate.benchJar();
            kinds.add(kind(Candidate.effe("Logic hello", jar), "/hello", "get.lua"));
            kinds.add(kind(
                    Candidate.invoked("handler, v2 event", jar, "UrlHandler").with(ADMIN), "/hello", "get.lua"));
            kinds.add(kind(
                    Candidate.invoked("handler, Invoke with a Map", jar, "MapHandler")
                            .with(ADMIN),
                    INVOKE,
                    "invoke.lua"));
            for (Kind kind : kinds) {
                call(kind, options.warmupSeconds);
            }
            for (int round = 0; round < options.rounds; round++) {
                for (Kind kind : kinds) {
                    measure(kind);
                }
            }
            System.out.println(table());
        } finally {
            for (Kind kind : kinds) {
                kind.close();
            }
        }
    }

    private Kind kind(Candidate candidate, String path, String script) throws Exception {
        return new Kind(ServerProcess.start(candidate, options, folder), path, script);
    }

    private Load call(Kind kind, int seconds) throws Exception {
        return wrk.run(kind.server, kind.path, CONNECTIONS, seconds, kind.script);
    }

    private void measure(Kind kind) throws Exception {
        long before = kind.garbage.bytes();
        Load load = call(kind, options.seconds);
        kind.kilobytes.add((kind.garbage.bytes() - before) / 1024.0 / (load.perSecond() * options.seconds));
        kind.rounds.add(load);
    }

    private Table table() {
        Table table = new Table("", "req/s", "CPU us/req", "ratio", "KiB/req", "errors");
        Rounds hello = kinds.get(0).rounds;
        for (Kind kind : kinds) {
            table.row(
                    kind.server.name(),
                    kind.rounds.median(Load::perSecond),
                    kind.rounds.median(Load::cpuPerRequest),
                    kind.rounds.ratio(Load::cpuPerRequest, hello),
                    kind.kilobytes.stream().sorted().toList().get(kind.kilobytes.size() / 2),
                    kind.rounds.errors());
        }
        return table;
    }
}
