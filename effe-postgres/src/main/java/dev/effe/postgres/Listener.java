package dev.effe.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the relays of other processes, by a connection of its own, so that their events come at once rather than when
 * the relay looks for them. Behind a pooler, which would give the connection to others, it is not used. Thread-safe.
 */
final class Listener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final int WAIT_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 5_000;

    private final Database database;
    private final Schema schema;
    private final Announcer announcer;
    private final Runnable heard;
    private final Thread thread = Threads.daemon("effe-listen", this::run);

    private volatile @Nullable Connection listening;
    private volatile boolean closed;

    /** @param heard called for what other processes tell */
    Listener(Database database, Schema schema, Announcer announcer, Runnable heard) {
        this.announcer = announcer;
        this.database = database;
        this.schema = schema;
        this.heard = heard;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (Connection connection = database.ownConnection()) {
                listening = connection;
                if (isShared(connection)) {
                    log.info("PostgreSQL {} is behind a pooler: events of other processes are looked for", database);
                    return;
                }
                listen(connection);
            } catch (SQLException e) {
                log.debug("Not listening, so events of other processes are looked for", e); // The relay warns.
            }
            if (!closed) {
                Threads.pause(RETRY_MILLIS);
            }
        }
    }

    /** A pooler gives a number of its own for the process of the server. */
    private static boolean isShared(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen \"" + schema.channel() + "\"");
        }
        heard.run();
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] told = notified.getNotifications(WAIT_MILLIS);
            if (told.length > 0) {
                hear(told);
            } else if (!connection.isValid(WAIT_MILLIS / 1_000)) {
                return;
            }
        }
    }

    private void hear(PGNotification[] told) {
        for (PGNotification each : told) {
            if (!announcer.isOwn(each.getParameter())) {
                heard.run();
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection connection = listening;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("It is closed already", e);
            }
        }
        Threads.end(thread);
    }
}
