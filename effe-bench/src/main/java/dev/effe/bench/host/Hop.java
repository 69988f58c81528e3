package dev.effe.bench.host;

import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.ServerProcess;
import dev.effe.bench.compare.Table;
import dev.effe.bench.compare.Wrk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The cost of the way through the host, beside HAProxy before the same instance by TCP and by a unix socket, and beside
 * none: with 64 connections, and with one.
 */
final class Hop {

    private static final int CONNECTIONS = 64;

    private final HostOptions options;
    private final Path folder;

    Hop(HostOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    void run() throws Exception {
        Path socket = folder.resolve("hop.sock");
        int port = ServerProcess.freePort();
        try (RunningHost host = RunningHost.start(options, folder.resolve("hop"), "")) {
            host.api.create("hello", "java17", Code.HELLO, Code.hello(), CONNECTIONS);
            host.api.url("hello");
            host.api.invoke("hello");
            long instance = host.instances().get(0);
            try (Twin alone = Twin.onPort(instance, port, folder, options);
                    Twin behind = Twin.onSocket(instance, socket, options);
                    Haproxy tcp = new Haproxy("tcp", "127.0.0.1:" + port, folder, options);
                    Haproxy unix = new Haproxy("unix", "unix@" + socket, folder, options)) {
                List<Way> ways = new ArrayList<>();
                String get = "get.lua";
                String hello = "/hello";
                ways.add(Way.of("HAProxy, TCP", tcp.port, hello, get, tcp::cpuMicros, alone::cpuMicros));
                ways.add(Way.of("HAProxy, unix socket", unix.port, hello, get, unix::cpuMicros, behind::cpuMicros));
                ways.add(Way.of("no hop, TCP", port, hello, get, () -> 0, alone::cpuMicros));
                ways.add(Way.of(
                        "host, function URL",
                        host.port,
                        "/url/hello/hello",
                        get,
                        host::cpuMicros,
                        host::instanceCpuMicros));
                ways.add(Way.of(
                        "host, Invoke",
                        host.port,
                        HostApi.invocations("hello"),
                        "invoke.lua",
                        host::cpuMicros,
                        host::instanceCpuMicros));
                measure(CONNECTIONS, ways);
                measure(1, ways);
            }
        }
    }

    private void measure(int connections, List<Way> ways) throws Exception {
        Wrk wrk = new Wrk(folder, options.pin);
        for (Way way : ways) {
            way.load(wrk, connections, options.warmupSeconds);
        }
        for (int round = 0; round < options.rounds; round++) {
            for (Way way : ways) {
                way.round(wrk, connections, options.seconds);
            }
        }
        System.out.println(table(connections, ways));
        ways.forEach(Way::clear);
    }

    private static Table table(int connections, List<Way> ways) {
        Way tcp = ways.get(0);
        Way unix = ways.get(1);
        Rounds alone = ways.get(2).whole();
        Table table = new Table(
                connections == 1 ? "one connection" : connections + " connections",
                "req/s",
                "hop CPU us/req",
                "of HAProxy's, TCP",
                "of HAProxy's, unix",
                "CPU of both, of no hop",
                "p50 us",
                "of HAProxy's, TCP",
                "p99 us",
                "errors");
        for (Way way : ways) {
            Rounds rounds = way.whole();
            table.row(
                    way.name(),
                    rounds.median(Load::perSecond),
                    way.hopMedian(),
                    way.hopRatio(tcp),
                    way.hopRatio(unix),
                    rounds.ratio(Load::cpuPerRequest, alone),
                    rounds.median(Load::p50),
                    rounds.ratio(Load::p50, tcp.whole()),
                    rounds.median(Load::p99),
                    rounds.errors());
        }
        return table;
    }
}
