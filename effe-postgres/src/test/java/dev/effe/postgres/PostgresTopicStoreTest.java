package dev.effe.postgres;

import dev.effe.server.topics.SharedTopicStoreContract;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.TopicStore;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The promises of all stores of topics, and of those that processes share, in a real PostgreSQL. */
class PostgresTopicStoreTest extends SharedTopicStoreContract {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static PostgresServer server;
    private static String database;

    private final Schema schema = new Schema("contract_" + SCHEMAS.incrementAndGet());

    @BeforeAll
    static void findServer() throws Exception {
        server = PostgresServer.shared();
        database = server.newDatabase();
    }

    @AfterEach
    void drop() throws Exception {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + schema.name() + " cascade");
        }
    }

    @Override
    protected TopicStore open(LongSupplier clock) throws Exception {
        return SettledStore.of(server, database, schema, clock);
    }

    @Override
    protected TopicStore openOther() throws Exception {
        return open(nowMillis::get);
    }

    @Override
    protected void letLeasesRunOut() throws Exception {
        nowMillis.addAndGet(LaneClaims.LEASE.toMillis() + 1);
        store().lanes("report", TOPIC); // Turns the database's clock.
    }
}
