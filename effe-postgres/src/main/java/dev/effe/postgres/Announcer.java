package dev.effe.postgres;

import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Tells other processes that topics have new events. Thread-safe. */
final class Announcer {

    private static final String NOTIFY = "select pg_notify(?, ?)";

    /** A hint need not be on the disk: nobody waits for that under the lock that all who notify have at their commit. */
    private static final String NOTIFY_ALONE = "select set_config('statement_timeout', '15s', true),"
            + " set_config('synchronous_commit', 'off', true); " + NOTIFY;

    /** Between two, while there is always something new. */
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Database database;
    private final Schema schema;
    private final String self = UUID.randomUUID().toString();

    private volatile boolean pending;
    /** When they were told last. Written by the relay's thread. */
    private volatile long toldNanos = System.nanoTime() - PERIOD_NANOS;

    Announcer(Database database, Schema schema) {
        this.database = database;
        this.schema = schema;
    }

    /** There is something to tell. Returns whether the relay is to be woken for it; else it comes by itself. */
    boolean add() {
        pending = true;
        return pauseNanos(System.nanoTime()) == 0;
    }

    /** The longest wait of the relay before it comes back. */
    long pauseNanos(long nowNanos) {
        long left = toldNanos + PERIOD_NANOS - nowNanos;
        if (left > 0) {
            return left;
        }
        return pending ? 0 : Long.MAX_VALUE;
    }

    /** Tells them, if there is something and it is time. */
    void tell() throws TopicException {
        long nowNanos = System.nanoTime();
        if (pauseNanos(nowNanos) > 0) {
            return;
        }
        pending = false;
        toldNanos = nowNanos;
        database.statement(
                "Others cannot be told of new events",
                connection -> Statements.second(connection, NOTIFY_ALONE, rows -> true, schema.channel(), self));
    }

    /** Tells them once the transaction is committed. */
    void tellBy(Connection connection) throws SQLException {
        Statements.next(connection, NOTIFY, rows -> true, schema.channel(), self);
    }

    /** True if this process has told that. */
    boolean isOwn(String told) {
        return told.equals(self);
    }
}
