package dev.effe.bench.topics;

import dev.effe.bench.Arguments;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import java.util.List;
import java.util.Set;

/**
 * Appends of some threads to topics in PostgreSQL beside pgbench's bare INSERT of as many clients, in the same database.
 * Rounds take turns.
 */
public final class PostgresCost {

    private int rounds = 5;
    private int seconds = 3;
    private int threads = Appending.THREADS;
    private final PostgresOptions database = new PostgresOptions();

    private PostgresCost() {}

    public static void main(String[] arguments) throws Exception {
        PostgresCost cost = new PostgresCost();
        Arguments.read(List.of(arguments), Set.of(), cost::set);
        cost.run();
    }

    private void set(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = Arguments.number(name, value, 1, 100);
            case "--seconds" -> seconds = Arguments.number(name, value, 1, 60);
            case "--threads" -> threads = Arguments.number(name, value, 1, 100);
            default -> {
                if (!database.set(name, value)) {
                    throw new IllegalArgumentException(
                            name + " is unknown: topics-postgres has --rounds, --seconds, --threads, "
                                    + PostgresOptions.NAMES);
                }
            }
        }
    }

    private void run() throws Exception {
        Table table = new Table("append, threads: " + threads, "events/s", "pgbench", "ratio");
        Pgbench pgbench = new Pgbench(database, threads);
        try (Appending topics = new StoreAppending(database.store(), threads)) {
            for (boolean pipelined : new boolean[] {false, true}) {
                topics.run(pipelined, seconds);
                Rounds theirs = new Rounds();
                Rounds ours = new Rounds();
                for (int round = 0; round < rounds; round++) {
                    theirs.add(pgbench.run(seconds));
                    ours.add(topics.run(pipelined, seconds));
                }
                table.row(
                        pipelined ? "64 at a time" : "one by one",
                        ours.median(Load::perSecond),
                        theirs.median(Load::perSecond),
                        ours.ratio(Load::perSecond, theirs));
            }
        }
        System.out.println(table);
    }
}
