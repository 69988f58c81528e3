package dev.effe.bench.host;

import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import dev.effe.bench.compare.Wrk;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An alias goes from one version to another that runs, under 64 connections: what is lost, and the slowest calls. */
final class Switching {

    private static final int CONNECTIONS = 64;
    private static final int LEAST_CALLS = 200_000;
    private static final int MOST_ROUNDS = 1000;
    private static final long HALF_SECOND_MILLIS = 500;

    private final HostOptions options;
    private final Path folder;

    Switching(HostOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    void run() throws Exception {
        try (RunningHost host = RunningHost.start(options, folder.resolve("switches"), "")) {
            host.api.create("f", "java17", Code.HELLO, Code.hello(), CONNECTIONS);
            host.api.publish("f", "one");
            host.api.publish("f", "two");
            host.api.invoke("f:1");
            host.api.invoke("f:2");
            host.api.alias("POST", "f", "prod", "1");
            Rounds calm = new Rounds();
            Rounds switched = new Rounds();
            second(host, options.warmupSeconds);
            double calls = 0;
            for (int round = 0; round < MOST_ROUNDS && calls < LEAST_CALLS; round++) {
                calm.add(second(host, 1));
                Load load = switching(host, round % 2 == 0 ? "2" : "1");
                switched.add(load);
                calls += load.perSecond();
            }
            Table table = new Table("seconds", "calls", "lost", "p50 us", "p99 us", "p99, ratio");
            table.row("without a switch", "", calm.errors(), calm.median(Load::p50), calm.median(Load::p99), 1.0);
            table.row(
                    "with one each",
                    calls,
                    switched.errors(),
                    switched.median(Load::p50),
                    switched.median(Load::p99),
                    switched.ratio(Load::p99, calm));
            System.out.println(table);
        }
    }

    private Load switching(RunningHost host, String version) throws Exception {
        CompletableFuture<Void> moved = CompletableFuture.runAsync(
                () -> {
                    try {
                        host.api.alias("PUT", "f", "prod", version);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                CompletableFuture.delayedExecutor(HALF_SECOND_MILLIS, TimeUnit.MILLISECONDS));
        Load load = second(host, 1);
        moved.get();
        return load;
    }

    private Load second(RunningHost host, int seconds) throws Exception {
        Wrk wrk = new Wrk(folder, options.pin);
        return wrk.run(
                Wrk.command(host.port, HostApi.invocations("f:prod"), CONNECTIONS, seconds),
                host::cpuMicros,
                "invoke.lua");
    }
}
