package dev.effe.bench.topics;

import dev.effe.bench.Arguments;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicStore;
import dev.effe.spi.topics.TopicStoreProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Appends of 16 threads to topics in PostgreSQL beside pgbench's bare INSERT of 16 clients, in the same database. Rounds take
 * turns.
 */
public final class PostgresCost {

    private int rounds = 5;
    private int seconds = 3;
    private int port = 5432;
    private String database = "postgres";
    private String user = "postgres";
    private Path passwordFile = Path.of("password");

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
            case "--port" -> port = Arguments.number(name, value, 1, 65535);
            case "--database" -> database = value;
            case "--user" -> user = value;
            case "--password-file" -> passwordFile = Path.of(value);
            default ->
                throw new IllegalArgumentException(
                        name + " is unknown: topics-postgres has --rounds, --seconds, --port,"
                                + " --database, --user and --password-file");
        }
    }

    private TopicStore store() throws Exception {
        StoreAddress address = new StoreAddress(
                "bench",
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                Optional.of(user),
                Optional.of(passwordFile),
                "effe");
        for (TopicStoreProvider provider : ServiceLoader.load(TopicStoreProvider.class)) {
            if (provider.kind().equals("postgres")) {
                return provider.open(address);
            }
        }
        throw new IllegalStateException("effe-postgres is not on the class path");
    }

    private void run() throws Exception {
        Table table = new Table("append, 16 threads", "events/s", "pgbench", "ratio");
        Pgbench pgbench = new Pgbench(port, database, user, passwordFile);
        try (Appending topics = new StoreAppending(store())) {
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
