package dev.effe.bench.memory;

import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Table;
import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has many clients send and read 1 to 6 MB at once to servers in small heaps, Jetty beside Effe, then attacks Effe with
 * clients that hold their bytes back. Linux only.
 */
public final class Memory {

    private static final double MOST_RECOVERY_SECONDS = 1;
    private static final int ATTACK_SECONDS = 5;
    private static final int HALF_SENT = 167;
    private static final int DEAF = 9_900;

    private final Options options;
    private final Path folder;
    private final KeyFiles keys;
    private final List<String> missed = new ArrayList<>();

    private Memory(Options options, Path folder, KeyFiles keys) {
        this.options = options;
        this.folder = folder;
        this.keys = keys;
    }

    /** Ends with 1 if Effe runs out of memory, cuts an answer, does not recover or does not end; with 2 for wrong usage. */
    public static void main(String[] arguments) throws Exception {
        try {
            Options options = Options.parse(List.of(arguments), Candidate.benchJar());
            Path folder = Files.createTempDirectory("effe-memory");
            Memory memory = new Memory(options, folder, KeyFiles.in(folder));
            System.out.println("java " + options.java + ", logs of the servers in " + folder + "\n");
            memory.run();
            if (options.attacks) {
                memory.attack();
            }
            memory.missed.forEach(target -> System.out.println("MISSED: " + target));
            System.exit(memory.missed.isEmpty() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("memory: " + e.getMessage() + "\n\n" + Options.HELP);
            System.exit(2);
        }
    }

    private void run() throws Exception {
        Table table = new Table(
                "heap MiB",
                "collector",
                "protocol",
                "bytes",
                "function",
                "server",
                "answers",
                "MB/s",
                "CPU ms/MB",
                "refused",
                "cut",
                "lost",
                "out of memory",
                "MiB resident");
        for (int heap : options.heaps) {
            for (Options.Collector collector : options.collectors) {
                for (Protocol protocol : options.protocols) {
                    for (Direction direction : options.directions) {
                        for (Options.Function function : options.functions) {
                            for (Options.Kind kind : options.servers) {
                                run(table, new Case(heap, collector, protocol, direction, function, kind));
                            }
                        }
                    }
                }
            }
        }
        System.out.println(table);
    }

    /** One run. */
    private record Case(
            int heap,
            Options.Collector collector,
            Protocol protocol,
            Direction direction,
            Options.Function function,
            Options.Kind kind) {

        String name() {
            return kind + "-" + heap + "-" + collector + "-" + protocol + "-" + direction + "-" + function;
        }
    }

    private void run(Table table, Case run) throws Exception {
        Path log = folder.resolve(run.name() + ".log");
        boolean tls = run.protocol.tls;
        try (BulkServer server = BulkServer.start(
                        options, run.kind, run.heap, run.collector, tls, keys, BulkServer.PATIENT, log);
                Clients clients = new Clients(server.port, run.protocol)) {
            boolean whole = run.function == Options.Function.WHOLE;
            BulkLoad load = new BulkLoad(clients, run.direction, whole, options.clients);
            long began = System.nanoTime();
            double cpuBefore = server.cpuSeconds();
            boolean all = load.run(options.seconds);
            double seconds = (System.nanoTime() - began) / 1e9;
            double megabytes = load.tally.bytes.sum() / 1e6;
            Tally tally = load.tally;
            boolean outOfMemory = server.ranOutOfMemory();
            table.row(
                    run.heap,
                    run.collector,
                    run.protocol,
                    run.direction,
                    run.function,
                    run.kind,
                    tally.answered,
                    megabytes / seconds,
                    (server.cpuSeconds() - cpuBefore) * 1000 / Math.max(1, megabytes),
                    tally.refused,
                    tally.cut,
                    tally.lost.sum() + tally.failed.sum(),
                    outOfMemory,
                    server.residentMiB());
            System.err.println(run.name() + " " + tally + " in " + seconds + " s");
            if (run.kind == Options.Kind.EFFE) {
                require(run.name(), !outOfMemory, "out of memory");
                require(run.name(), tally.cut.sum() == 0, "cut answers: " + tally.cut);
                require(run.name(), tally.failed.sum() == 0, "failed: " + tally.failed);
                require(run.name(), all, "not all clients came to their end");
                clients.close();
                require(run.name(), server.end(), "did not end at SIGTERM");
            }
        }
    }

    private void require(String name, boolean good, String fault) {
        if (!good) {
            missed.add(name + ": " + fault);
        }
    }

    private void attack() throws Exception {
        Table table = new Table(
                "heap MiB", "collector", "attack", "health", "another meanwhile", "recovered s", "MiB resident");
        byte[] deaf = "GET /whole/down?bytes=10000000 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int heap : options.heaps) {
            for (Options.Collector collector : options.collectors) {
                attack(table, heap, collector, "half-sent bodies", HALF_SENT, halfSent());
                attack(table, heap, collector, "deaf clients", DEAF, deaf);
            }
        }
        System.out.println(table);
    }

    private static byte[] halfSent() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(
                "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        bytes.write(new byte[480_000]);
        return bytes.toByteArray();
    }

    private void attack(Table table, int heap, Options.Collector collector, String attack, int count, byte[] first)
            throws Exception {
        String name = "EFFE-" + heap + "-" + collector + "-" + attack.replace(' ', '-');
        try (BulkServer server = BulkServer.start(
                        options,
                        Options.Kind.EFFE,
                        heap,
                        collector,
                        false,
                        keys,
                        List.of(),
                        folder.resolve(name + ".log"));
                Clients clients = new Clients(server.port, Protocol.H1)) {
            List<Channel> held = clients.hold(count, first);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(ATTACK_SECONDS));
            int health = server.get("/_effe/livez");
            int other = server.get("/whole/down?bytes=1000000");
            long resident = server.residentMiB();
            for (Channel channel : held) {
                channel.close().await();
            }
            long began = System.nanoTime();
            while (server.get("/whole/down?bytes=1000000") != 200 && server.isAlive()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            table.row(heap, collector, attack, health, other == 0 ? "waits" : other, seconds, resident);
            require(name, health == 200, "health answered " + health);
            require(name, server.isAlive() && !server.ranOutOfMemory(), "out of memory, or ended");
            require(name, seconds <= MOST_RECOVERY_SECONDS, "recovered after " + seconds + " s");
            require(name, server.end(), "did not end at SIGTERM");
        }
    }
}
