package dev.effe.bench.scale;

import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.ServerProcess;
import dev.effe.bench.compare.Table;
import dev.effe.bench.compare.Wrk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of one dimension, step by step, of each server. Its servers run until it is closed. */
final class Series implements AutoCloseable {

    private final Dimension dimension;
    private final Options options;
    private final Path folder;
    private final Wrk wrk;
    private final Map<Candidate, ServerProcess> servers = new LinkedHashMap<>();
    private final Map<String, List<Rounds>> figures = new LinkedHashMap<>();

    /** @param folder for the servers' logs and wrk's scripts */
    Series(Dimension dimension, Options options, Path folder) {
        this.dimension = dimension;
        this.options = options;
        this.folder = folder;
        this.wrk = new Wrk(folder, options.pin);
    }

    /** By the name of the server; a list has the order of {@link Dimension#steps}. */
    Map<String, List<Rounds>> figures() {
        return figures;
    }

    void measure(int step, Path benchJar) throws IOException, InterruptedException {
        Map<ServerProcess, Rounds> results = new LinkedHashMap<>();
        for (Candidate candidate : dimension.candidates(step, benchJar)) {
            Rounds rounds = new Rounds();
            results.put(server(candidate), rounds);
            figures.computeIfAbsent(candidate.name(), unknown -> new ArrayList<>())
                    .add(rounds);
        }
        for (int round = 0; round < options.rounds; round++) {
            for (Map.Entry<ServerProcess, Rounds> result : results.entrySet()) {
                result.getValue().add(dimension.load(step, wrk, result.getKey(), options.seconds));
            }
        }
    }

    /** Running and warm. */
    private ServerProcess server(Candidate candidate) throws IOException, InterruptedException {
        ServerProcess server = servers.get(candidate);
        if (server == null) {
            server = ServerProcess.start(candidate, options, folder);
            servers.put(candidate, server);
            if (options.warmupSeconds > 0) {
                wrk.run(server, "/hello", 64, options.warmupSeconds, "get.lua");
            }
        }
        return server;
    }

    /** Each figure is that of the round that others disturbed least. */
    Table table() {
        Table table = new Table(dimension.label, "server", "req/s", "p50 us", "p99 us", "CPU us/req", "errors");
        for (int i = 0; i < dimension.steps.size(); i++) {
            for (Map.Entry<String, List<Rounds>> server : figures.entrySet()) {
                Rounds rounds = server.getValue().get(i);
                table.row(
                        dimension.text(dimension.steps.get(i)),
                        server.getKey(),
                        rounds.max(Load::perSecond),
                        rounds.min(Load::p50),
                        rounds.min(Load::p99),
                        rounds.min(Load::cpuPerRequest),
                        rounds.errors());
            }
        }
        return table;
    }

    @Override
    public void close() {
        servers.values().forEach(ServerProcess::close);
    }
}
