package dev.effe.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A few connections to a database, and what is done by them. Thread-safe. */
final class Database implements AutoCloseable {

    /** One each for the thread that appends, the one that moves, the engine's, and operators. */
    static final int CONNECTIONS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PostgresAddress address;
    private final HikariDataSource pool;

    /** Opens no connection yet. */
    Database(PostgresAddress address) {
        this.address = address;
        HikariConfig config = new HikariConfig(new Properties());
        config.setPoolName("effe-postgres");
        config.setDataSource(address);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
    }

    /** Something that is done by a connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T by(Connection connection) throws SQLException, TopicException;
    }

    /**
     * Does something in one transaction.
     *
     * @param what the first words of a failure, such as "Events of placed cannot be read"
     * @throws TopicException if it is not done, or that is not known
     */
    <T extends @Nullable Object> T transaction(String what, Work<T> work) throws TopicException {
        return statement(what, connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.by(connection);
                connection.commit();
                return result;
            } catch (SQLException | TopicException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        });
    }

    private static void rollback(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Does something by one statement, which is a transaction of its own.
     *
     * @param what the first words of a failure
     * @throws TopicException if it is not done, or that is not known
     */
    <T extends @Nullable Object> T statement(String what, Work<T> work) throws TopicException {
        try (Connection connection = pool.getConnection()) {
            return work.by(connection);
        } catch (SQLException e) {
            throw Failures.of(what, this, e);
        }
    }

    /** True if a statement may be kept by the server where no pooler is in between. */
    boolean mayPrepare() {
        return address.mayPrepare();
    }

    /** A connection of the pool, for one that waits for it however long. */
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** A connection that is none of the pool's. */
    Connection ownConnection() throws SQLException {
        return address.getConnection();
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
