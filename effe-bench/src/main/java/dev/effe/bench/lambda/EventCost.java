package dev.effe.bench.lambda;

import dev.effe.bench.Folders;
import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Loader;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.ProcessStats;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.ServerProcess;
import dev.effe.bench.compare.Table;
import dev.effe.bench.compare.Wrk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asynchronous invocations, each answered 202 once it is on the disk, of this version and of others in turns. A round is
 * over when all its events were run, too.
 */
public final class EventCost {

    private static final int CONNECTIONS = 64;
    private static final String PATH = "/2015-03-31/functions/function/invocations";
    private static final String PENDING = "effe_events_pending";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Options options;
    private final Path folder;
    private final Wrk wrk;
    private final List<Version> versions = new ArrayList<>();

    /** A server and its rounds: what was answered, and what was answered and run. */
    private static final class Version {
        final ServerProcess server;
        final int adminPort;
        final Rounds answered = new Rounds();
        final Rounds run = new Rounds();

        Version(ServerProcess server, int adminPort) {
            this.server = server;
            this.adminPort = adminPort;
        }
    }

    private EventCost(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.wrk = new Wrk(folder, options.pin);
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        Loader.require("wrk", "-v");
        // Here, since a disk is wanted and /tmp may be memory.
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "events-bench");
        try {
            new EventCost(options, folder).run();
        } finally {
            Folders.delete(folder);
        }
    }

    private void run() throws Exception {
        try {
            start("this version", Candidate.benchJar());
            for (String other : options.with) {
                String[] parts = other.split("=", 2);
                start(parts[0], Path.of(parts[1]));
            }
            for (Version version : versions) {
                round(version, options.warmupSeconds);
                version.answered.clear();
                version.run.clear();
            }
            for (int round = 0; round < options.rounds; round++) {
                for (Version version : versions) {
                    round(version, options.seconds);
                }
            }
            System.out.println(table());
        } finally {
            versions.forEach(version -> version.server.close());
        }
    }

    private void start(String name, Path jar) throws Exception {
        int adminPort = ServerProcess.freePort();
        Candidate candidate = Candidate.invoked(name, jar, "MapHandler")
                .with(List.of("--admin-port", Integer.toString(adminPort), "--max-events", "1000000"))
                .with(List.of("--data-dir", folder.resolve(name).toString()));
        versions.add(new Version(ServerProcess.start(candidate, options, folder), adminPort));
    }

    private void round(Version version, int seconds) throws Exception {
        long cpuMicros = ProcessStats.cpuMicros(version.server.pid());
        long beganNanos = System.nanoTime();
        Load answered = wrk.run(version.server, PATH, CONNECTIONS, seconds, "event.lua");
        while (pending(version) > 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        double events = answered.perSecond() * seconds;
        double cpu = ProcessStats.cpuMicros(version.server.pid()) - cpuMicros;
        version.answered.add(answered);
        version.run.add(new Load(events / ((System.nanoTime() - beganNanos) / 1e9), 0, 0, 0, cpu / events, 0));
    }

    private double pending(Version version) throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + version.adminPort + "/metrics");
        String body = client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
        return body.lines()
                .filter(line -> line.startsWith(PENDING))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private Table table() {
        Table table = new Table(
                "",
                "answered/s",
                "p50 ms",
                "p99 ms",
                "ratio",
                "answered and run/s",
                "ratio",
                "CPU us",
                "ratio",
                "errors");
        Version first = versions.get(0);
        for (Version version : versions) {
            table.row(
                    version.server.name(),
                    version.answered.median(Load::perSecond),
                    version.answered.median(Load::p50) / 1e3,
                    version.answered.median(Load::p99) / 1e3,
                    version.answered.ratio(Load::perSecond, first.answered),
                    version.run.median(Load::perSecond),
                    version.run.ratio(Load::perSecond, first.run),
                    version.run.median(Load::cpuPerRequest),
                    version.run.ratio(Load::cpuPerRequest, first.run),
                    version.answered.errors());
        }
        return table;
    }
}
