package dev.effe.bench.topics;

import dev.effe.bench.Arguments;
import dev.effe.bench.Folders;
import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Set;

/**
 * Events that are appended to a topic in PostgreSQL and run a no-op, in order per key, beside db-scheduler's tasks in the same
 * database; the time from an append to the run of its event, by the same process and by another; and a replay beside the
 * delivery of the same events. Rounds take turns. All of it has a long log before it by --events.
 */
public final class PostgresDelivery {

    private static final int LATENCIES = 100;

    private static final int FILLED_AT_ONCE = 1_000_000;
    /** As the relay writes them, but without the inbox. */
    private static final String FILL = """
            with next as (
                update effe.topic set last_off = last_off + ? returning id, lanes, last_at, last_off,
                    (select old.last_off from effe.topic old where old.id = topic.id) as before
            )
            insert into effe.log (topic, off, lane, key, type, headers, payload, at)
            select id, off, effe.lane_of('key-' || off % 10007, lanes), 'key-' || off % 10007,
                'application/octet-stream', '{}', convert_to(repeat('x', 492) || '1', 'UTF8'), last_at
            from next cross join generate_series(before + 1, last_off) as n (off)""";

    private final PostgresOptions database = new PostgresOptions();
    private final Options options = Options.parse(List.of("--no-pin"));
    private int rounds = 5;
    private int burst = 10_000;
    private int replayed = 1_000_000;
    private int before;

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
            case "--replay" -> replayed = Arguments.number(name, value, 0, 100_000_000);
            case "--events" -> before = Arguments.number(name, value, 0, 100_000_000);
            case "--java" -> options.java = Path.of(value);
            default -> {
                if (!database.set(name, value)) {
                    throw new IllegalArgumentException(name
                            + " is unknown: topics-postgres-deliver has --rounds, --burst, --replay, --events, --java, "
                            + PostgresOptions.NAMES);
                }
            }
        }
    }

    private void run(Path folder) throws Exception {
        Path target = Candidate.benchJar()
                .resolveSibling("../peers/db-scheduler/target")
                .normalize();
        fill();
        try (TaskPeer peer = TaskPeer.start(options.java, target, database, folder.resolve("db-scheduler.log"));
                Shop shop = Shop.start(options, folder, database);
                StoreAppending elsewhere = new StoreAppending(database.store(), 1)) {
            deliveries(peer, shop, elsewhere);
        }
        if (replayed > 0) {
            try (Shop shop = Shop.start(options, folder, database)) {
                replay(shop);
            }
        }
    }

    /** Makes the log as long as it is to be before anything is delivered. */
    private void fill() throws Exception {
        try (StoreAppending log = new StoreAppending(database.store(), 1)) {
            log.appendNow();
        }
        try (Connection connection = database.connect();
                PreparedStatement fill = connection.prepareStatement(FILL)) {
            for (int left = before; left > 0; left -= FILLED_AT_ONCE) {
                fill.setInt(1, Math.min(left, FILLED_AT_ONCE));
                fill.execute();
            }
        }
    }

    private void deliveries(TaskPeer peer, Shop shop, StoreAppending elsewhere) throws Exception {
        Rounds theirs = new Rounds();
        Rounds ours = new Rounds();
        Rounds latency = new Rounds();
        Rounds fromElsewhere = new Rounds();
        peer.run(burst);
        shop.delivery(burst);
        for (int round = 0; round < rounds; round++) {
            theirs.add(peer.run(burst));
            ours.add(shop.delivery(burst));
            latency.add(shop.latency(LATENCIES));
            fromElsewhere.add(shop.latency(LATENCIES, elsewhere));
        }
        Table table = new Table("append and run a no-op", "events/s", "db-scheduler", "ratio");
        table.row(
                burst + " events",
                ours.median(Load::perSecond),
                theirs.median(Load::perSecond),
                ours.ratio(Load::perSecond, theirs));
        System.out.println(table);
        Table times = new Table("append to run, idle, ms", "median of rounds", "least");
        times(times, "same process", latency);
        times(times, "other process", fromElsewhere);
        System.out.println(times);
        System.out.printf("resident %d MiB, heap in use %d KiB%n%n", shop.residentMiB(), shop.heapKiB());
    }

    private static void times(Table table, String where, Rounds rounds) {
        table.row(where + ", p50", rounds.median(Load::p50) / 1e3, rounds.min(Load::p50) / 1e3);
        table.row(where + ", p99", rounds.median(Load::p99) / 1e3, rounds.min(Load::p99) / 1e3);
    }

    private void replay(Shop shop) throws Exception {
        Load live = shop.delivery(replayed);
        long heapBefore = shop.heapKiB();
        Load again = shop.replay(replayed);
        Table table = new Table("a no-op for each of " + replayed, "events/s", "ratio", "heap after it, KiB");
        table.row("delivery", live.perSecond(), 1.0, heapBefore);
        table.row("replay", again.perSecond(), again.perSecond() / live.perSecond(), shop.heapKiB());
        System.out.println(table);
    }
}
