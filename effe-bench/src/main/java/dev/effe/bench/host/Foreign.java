package dev.effe.bench.host;

import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.ServerProcess;
import dev.effe.bench.compare.Table;
import dev.effe.bench.compare.Wrk;
import java.nio.file.Path;
import java.util.List;

/** A warm call of a function in JavaScript through the host, beside the same instance without the host. */
final class Foreign {

    private static final String CODE = "exports.handler = async () => ({greeting: 'Hello, World!'});\n";

    private final HostOptions options;
    private final Path folder;

    Foreign(HostOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    void run() throws Exception {
        int port = ServerProcess.freePort();
        Wrk wrk = new Wrk(folder, options.pin);
        try (RunningHost host = RunningHost.start(options, folder.resolve("foreign"), "")) {
            host.api.create("js", "nodejs20.x", "index.handler", Code.file("index.js", CODE), 4);
            host.api.invoke("js");
            try (Twin alone = Twin.onPort(host.instances().get(0), port, folder, options)) {
                String path = HostApi.invocations("js");
                Way without = Way.of("Runtime API alone", port, path, "invoke.lua", () -> 0, alone::cpuMicros);
                Way through = Way.of(
                        "through the host", host.port, path, "invoke.lua", host::cpuMicros, host::instanceCpuMicros);
                for (Way way : List.of(without, through)) {
                    way.load(wrk, 1, options.warmupSeconds);
                }
                for (int round = 0; round < options.rounds; round++) {
                    without.round(wrk, 1, options.seconds);
                    through.round(wrk, 1, options.seconds);
                }
                System.out.println(table(without.whole(), through.whole()));
            }
        }
    }

    private static Table table(Rounds without, Rounds through) {
        Table table = new Table("nodejs20.x, one connection", "calls/s", "ratio", "p50 us", "p99 us", "errors");
        table.row(
                "Runtime API alone",
                without.median(Load::perSecond),
                1.0,
                without.median(Load::p50),
                without.median(Load::p99),
                without.errors());
        table.row(
                "through the host",
                through.median(Load::perSecond),
                through.ratio(Load::perSecond, without),
                through.median(Load::p50),
                through.median(Load::p99),
                through.errors());
        return table;
    }
}
