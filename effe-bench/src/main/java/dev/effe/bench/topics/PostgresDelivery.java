package dev.effe.bench.topics;

import dev.effe.bench.Arguments;
import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Events that are appended to a topic in PostgreSQL and run a no-op, in order per key, beside db-scheduler's tasks in the same
 * database; the time from an append to the run of its event; and a replay beside the delivery of the same events. Rounds
 * take turns.
 */
public final class PostgresDelivery {

    private static final int LATENCIES = 100;

    private final PostgresOptions database = new PostgresOptions();
    private final Options options = Options.parse(List.of("--no-pin"));
    private int rounds = 5;
    private int burst = 10_000;
    private int events = 1_000_000;

    private PostgresDelivery() {}

    public static void main(String[] arguments) throws Exception {
        PostgresDelivery delivery = new PostgresDelivery();
        Arguments.read(List.of(arguments), Set.of(), delivery::set);
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "topics-bench");
        try {
            delivery.run(folder);
        } finally {
            Folders.delete(folder);
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = Arguments.number(name, value, 1, 100);
            case "--burst" -> burst = Arguments.number(name, value, 1_000, 1_000_000);
            case "--replay" -> events = Arguments.number(name, value, 0, 100_000_000);
            case "--java" -> options.java = Path.of(value);
            default -> {
                if (!database.set(name, value)) {
                    throw new IllegalArgumentException(
                            name + " is unknown: topics-postgres-deliver has --rounds, --burst, --replay, --java, "
                                    + PostgresOptions.NAMES);
                }
            }
        }
    }

    private void run(Path folder) throws Exception {
        Path target = Candidate.benchJar()
                .resolveSibling("../peers/db-scheduler/target")
                .normalize();
        try (TaskPeer peer = TaskPeer.start(options.java, target, database, folder.resolve("db-scheduler.log"));
                Shop shop = Shop.start(options, folder, database)) {
            deliveries(peer, shop);
        }
        if (events > 0) {
            try (Shop shop = Shop.start(options, folder, database)) {
                replay(shop);
            }
        }
    }

    private void deliveries(TaskPeer peer, Shop shop) throws Exception {
        Rounds theirs = new Rounds();
        Rounds ours = new Rounds();
        Rounds latency = new Rounds();
        peer.run(burst);
        shop.delivery(burst);
        for (int round = 0; round < rounds; round++) {
            theirs.add(peer.run(burst));
            ours.add(shop.delivery(burst));
            latency.add(shop.latency(LATENCIES));
        }
        Table table = new Table("append and run a no-op", "events/s", "db-scheduler", "ratio");
        table.row(
                burst + " events",
                ours.median(Load::perSecond),
                theirs.median(Load::perSecond),
                ours.ratio(Load::perSecond, theirs));
        System.out.println(table);
        Table times = new Table("append to run, idle", "median of rounds", "least");
        times.row("p50 ms", latency.median(Load::p50) / 1e3, latency.min(Load::p50) / 1e3);
        times.row("p99 ms", latency.median(Load::p99) / 1e3, latency.min(Load::p99) / 1e3);
        System.out.println(times);
    }

    private void replay(Shop shop) throws Exception {
        Load live = shop.delivery(events);
        long heapBefore = shop.heapKiB();
        Load again = shop.replay(events);
        Table table = new Table("a no-op for each of " + events, "events/s", "ratio", "heap after it, KiB");
        table.row("delivery", live.perSecond(), 1.0, heapBefore);
        table.row("replay", again.perSecond(), again.perSecond() / live.perSecond(), shop.heapKiB());
        System.out.println(table);
    }
}
