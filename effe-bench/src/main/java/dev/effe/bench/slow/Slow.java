package dev.effe.bench.slow;

import dev.effe.bench.compare.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds thousands of connections to a server of its own for each attack, and measures what they cost: memory, the time
 * that health takes to answer meanwhile, and how long after its limit the last is dropped. Linux only.
 */
public final class Slow {

    private static final double MAX_HEALTH_MILLIS = 50;
    private static final double MAX_LATE_SECONDS = 2;
    private static final int WARM_UP_CONNECTIONS = 1000;
    private static final int WARM_UP_PIPELINE = 50;
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Each connection that drips sends a byte in one of so many turns: every 3 s. */
    private static final int TURNS = 60;
    /** The time after the limit for which it is still worth waiting. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Options options;
    private final Path folder;
    private final List<String> missed = new ArrayList<>();

    private Slow(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Ends with 1 if a target is missed, with 2 for wrong usage. */
    public static void main(String[] arguments) throws Exception {
        try {
            Path benchJar = Path.of(Slow.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Options options = Options.parse(List.of(arguments), benchJar);
            Slow slow = new Slow(options, Files.createTempDirectory("effe-slow"));
            slow.run();
            slow.missed.forEach(target -> System.out.println("MISSED: " + target));
            System.exit(slow.missed.isEmpty() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("slow: " + e.getMessage() + "\n\n" + Options.HELP);
            System.exit(2);
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.println("java " + options.java + ", logs of the servers in " + folder + "\n");
        for (Attack attack : options.attacks) {
            System.out.println(run(attack));
        }
    }

    private static Table table() {
        return new Table(
                "attack",
                "connections",
                "held",
                "MiB before",
                "MiB more",
                "main p50 ms",
                "main p99 ms",
                "admin p50 ms",
                "admin p99 ms",
                "no answer",
                "late s");
    }

    private Table run(Attack attack) throws IOException, InterruptedException {
        int count = attack.isOfReaders() ? options.readers : options.connections;
        Path log = folder.resolve(attack.name() + ".log");
        try (SlowServer server = SlowServer.start(options, attack.settings(options.limit), log);
                Crowd crowd = new Crowd()) {
            int descriptors = server.descriptors();
            warmUp(server, descriptors);
            Held held = new Held(server, descriptors, count, options.limit.toNanos());
            try (Probe main = new Probe(server.port, "/_effe/livez", false);
                    Probe admin = new Probe(server.adminPort, "/livez", false)) {
                hold(attack, count, crowd, held);
                main.close();
                admin.close();
                Table table = table();
                table.row(
                        attack.label,
                        count,
                        held.mostConnections,
                        held.mebibytesBefore,
                        held.mebibytesMore(),
                        main.percentile(0.5),
                        main.percentile(0.99),
                        admin.percentile(0.5),
                        admin.percentile(0.99),
                        main.failures() + admin.failures(),
                        held.lateSeconds());
                judge(attack, held, main, admin);
                return table;
            }
        }
    }

    /** Until the code is compiled and the heap has the size that it has in use. */
    private static void warmUp(SlowServer server, int descriptorsBefore) throws IOException {
        String request = new String(Attack.IDLE.first, StandardCharsets.US_ASCII);
        byte[] pipelined = request.repeat(WARM_UP_PIPELINE).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < WARM_UP_CONNECTIONS / 100; i++) {
            try (Crowd clients = new Crowd()) {
                for (int j = 0; j < 100; j++) {
                    clients.join(server.port, pipelined);
                }
                LockSupport.parkNanos(WARM_UP_NANOS);
            }
        }
        while (server.descriptors() > descriptorsBefore) {
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    private void hold(Attack attack, int count, Crowd crowd, Held held) throws IOException {
        for (int turn = 0; held.lookAround(); turn++) {
            long began = System.nanoTime();
            while (held.opened < count && System.nanoTime() - began < TURN_NANOS) {
                crowd.join(held.server.port, attack.first);
                held.opened++;
                held.lastOpenedNanos = System.nanoTime();
            }
            if (attack.drips) {
                crowd.drip(turn % TURNS, TURNS);
            }
            LockSupport.parkNanos(TURN_NANOS - (System.nanoTime() - began));
        }
    }

    private void judge(Attack attack, Held held, Probe main, Probe admin) {
        require(attack, "MiB more", held.mebibytesMore(), attack.maxMebibytes);
        require(attack, "main p99 ms", main.percentile(0.99), MAX_HEALTH_MILLIS);
        require(attack, "admin p99 ms", admin.percentile(0.99), MAX_HEALTH_MILLIS);
        require(attack, "no answer", main.failures() + admin.failures(), 0);
        require(attack, "late s", held.lateSeconds(), MAX_LATE_SECONDS);
    }

    private void require(Attack attack, String what, double value, double most) {
        if (!(value <= most)) {
            missed.add(attack.label + ": " + what + " is " + value + ", more than " + most);
        }
    }

    /** The connections and memory that an attack holds of a server. */
    private static final class Held {

        private final SlowServer server;
        private final long limitNanos;
        private final int descriptorsBefore;
        private final int count;
        final long mebibytesBefore;
        private long mostMebibytes;
        int mostConnections;
        int opened;
        long lastOpenedNanos = System.nanoTime();
        private long goneNanos;

        Held(SlowServer server, int descriptorsBefore, int count, long limitNanos) throws IOException {
            this.server = server;
            this.descriptorsBefore = descriptorsBefore;
            this.count = count;
            this.limitNanos = limitNanos;
            mebibytesBefore = server.residentMiB();
        }

        /** Returns whether to go on: connections are held, or the limit is not yet reached. */
        boolean lookAround() throws IOException {
            mostMebibytes = Math.max(mostMebibytes, server.residentMiB());
            int connections = server.descriptors() - descriptorsBefore;
            mostConnections = Math.max(mostConnections, connections);
            long now = System.nanoTime();
            // Two belong to those who ask for health.
            boolean gone = opened == count && connections <= 2;
            goneNanos = now;
            return !gone && now - lastOpenedNanos < limitNanos + PATIENCE_NANOS;
        }

        long mebibytesMore() {
            return mostMebibytes - mebibytesBefore;
        }

        double lateSeconds() {
            return (goneNanos - lastOpenedNanos - limitNanos) / 1e9;
        }
    }
}
