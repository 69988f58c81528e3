package dev.effe.bench.compare;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts each candidate in a JVM of its own and loads them in turn, round by round, so that all share the noise. */
public final class Compare {

    private final Options options;
    private final List<Candidate> candidates;
    private final Path folder;
    private final Loader loader;

    private Compare(Options options, List<Candidate> candidates, Path folder) throws IOException {
        this.options = options;
        this.candidates = candidates;
        this.folder = folder;
        this.loader = new Loader(folder, options.pin);
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Options options = Options.parse(List.of(arguments));
            Loader.require("wrk", "-v");
            Loader.require("h2load", "--version");
            if (options.pin) {
                Loader.require("taskset", "-V");
            }
            new Compare(options, candidates(options), Files.createTempDirectory("effe-compare")).run();
        } catch (IllegalArgumentException e) {
            System.err.println("compare: " + e.getMessage() + "\n\n" + Options.HELP);
            System.exit(2);
        }
    }

    /** The servers that the command line names. */
    static List<Candidate> candidates(Options options) throws URISyntaxException, IOException {
        List<Candidate> all = Candidate.all(Candidate.benchJar());
        for (String version : options.with) {
            String[] nameAndJar = version.split("=", 2);
            all.add(Candidate.effe(nameAndJar[0], Path.of(nameAndJar[1])));
        }
        List<Candidate> chosen = new ArrayList<>(all);
        chosen.removeIf(candidate -> !options.only.isEmpty() && !options.only.contains(candidate.name()));
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("--only must name some of "
                    + all.stream().map(Candidate::name).toList());
        }
        return chosen;
    }

    private void run() throws IOException, InterruptedException {
        System.out.println("java " + options.java + ", logs of the servers in " + folder + "\n");
        candidates.removeIf(candidate -> !canStart(candidate));
        if (options.starts > 0) {
            System.out.println(starts());
        }
        if (options.rounds > 0) {
            loads();
        }
    }

    private void loads() throws IOException, InterruptedException {
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (Candidate candidate : candidates) {
                servers.add(ServerProcess.start(candidate, options, folder));
            }
            for (Scenario scenario : options.scenarios) {
                List<ServerProcess> able = new ArrayList<>(servers);
                able.removeIf(server -> !server.candidate.takes(scenario));
                if (!able.isEmpty()) {
                    System.out.println(load(scenario, able));
                }
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    /** Leaves out what this Java cannot run, such as Helidon on 17. */
    private boolean canStart(Candidate candidate) {
        try (ServerProcess server = ServerProcess.start(candidate, options, folder)) {
            return true;
        } catch (IOException e) {
            System.out.println("Without " + candidate.name() + ": " + e.getMessage());
            return false;
        }
    }

    private Table starts() throws IOException, InterruptedException {
        Map<Candidate, List<double[]>> samples = new LinkedHashMap<>();
        for (int round = 0; round < options.starts; round++) {
            for (Candidate candidate : candidates) {
                try (ServerProcess server = ServerProcess.start(candidate, options, folder)) {
                    double[] sample = {
                        server.startMicros / 1e3, server.startCpuMicros / 1e3, server.idleMiB, server.stopMicros() / 1e3
                    };
                    samples.computeIfAbsent(candidate, unknown -> new ArrayList<>())
                            .add(sample);
                }
            }
        }
        Table table = new Table("start", "first answer ms", "CPU ms", "resident MiB", "SIGTERM to exit ms");
        samples.forEach((candidate, runs) ->
                table.row(candidate.name(), column(runs, 0), column(runs, 1), column(runs, 2), column(runs, 3)));
        return table;
    }

    private static double column(List<double[]> samples, int index) {
        return Rounds.median(
                samples.stream().mapToDouble(sample -> sample[index]).toArray());
    }

    private Table load(Scenario scenario, List<ServerProcess> servers) throws IOException, InterruptedException {
        Map<ServerProcess, Rounds> results = new LinkedHashMap<>();
        for (ServerProcess server : servers) {
            results.put(server, new Rounds());
            if (options.warmupSeconds > 0) {
                loader.run(scenario, server, options.warmupSeconds);
            }
        }
        List<ServerProcess> order = new ArrayList<>(servers);
        for (int round = 0; round < options.rounds; round++) {
            for (ServerProcess server : order) {
                results.get(server).add(loader.run(scenario, server, options.seconds));
            }
            Collections.reverse(order); // So that nobody always follows the same one.
        }
        return table(scenario, results);
    }

    private static Table table(Scenario scenario, Map<ServerProcess, Rounds> results) throws IOException {
        Rounds baseline = baseline(scenario, results);
        Table table = new Table(
                scenario.label(),
                "req/s",
                "ratio",
                "CPU us/req",
                "ratio",
                "best req/s",
                "least CPU",
                "p50 us",
                "p99 us",
                "p99.9 us",
                "errors",
                "MiB",
                "threads");
        for (Map.Entry<ServerProcess, Rounds> result : results.entrySet()) {
            ServerProcess server = result.getKey();
            Rounds rounds = result.getValue();
            table.row(
                    server.candidate.name(),
                    rounds.median(Load::perSecond),
                    rounds.ratio(Load::perSecond, baseline),
                    rounds.median(Load::cpuPerRequest),
                    rounds.ratio(Load::cpuPerRequest, baseline),
                    rounds.max(Load::perSecond),
                    rounds.min(Load::cpuPerRequest),
                    rounds.median(Load::p50),
                    rounds.median(Load::p99),
                    rounds.median(Load::p999),
                    rounds.errors(),
                    server.residentMiB(),
                    server.threads());
        }
        return table;
    }

    private static Rounds baseline(Scenario scenario, Map<ServerProcess, Rounds> results) {
        for (Map.Entry<ServerProcess, Rounds> result : results.entrySet()) {
            if (result.getKey().candidate.name().equals(scenario.baseline)) {
                return result.getValue();
            }
        }
        return results.values().iterator().next();
    }
}
