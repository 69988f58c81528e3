package dev.effe.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The row of a process that each of its writes counts up, by which it finds out what became of one whose connection broke.
 * A write takes part in nothing unless it finds the number of the one before it there; so a write that is found not to be
 * committed can be kept from it for good, wherever it is on its way. Confined to the thread that appends.
 */
final class Proof {

    private static final String REGISTER = "insert into ${schema}.appender (id, last, at) values (?, 0, now())";

    /** Waits for a transaction that has the row. */
    private static final String FENCE =
            "update ${schema}.appender set last = ?, at = now() where id = ? and last in (?, ?)";

    private static final String LAST = "select last from ${schema}.appender where id = ?";

    private final Schema schema;
    private String id = UUID.randomUUID().toString();
    private long last;

    Proof(Schema schema) {
        this.schema = schema;
    }

    /** The outcome of a write. */
    enum Outcome {
        WRITTEN,
        /** It never will be. */
        NOT_WRITTEN,
        /** The row is gone. */
        UNKNOWN
    }

    String id() {
        return id;
    }

    /** The number of the latest write that is settled. */
    long last() {
        return last;
    }

    /** The number of the write that is next. */
    long next() {
        return last + 1;
    }

    /** A write is committed. */
    void written(long number) {
        last = number;
    }

    /** Begins with a new row, for want of one. */
    void register(Connection connection) throws SQLException {
        String made = UUID.randomUUID().toString();
        Statements.firstUpdate(connection, schema.in(REGISTER), made);
        id = made;
        last = 0;
    }

    /** Finds out what became of the next write, whose connection broke. */
    Outcome settle(Connection connection) throws SQLException {
        long number = next();
        connection.setAutoCommit(false);
        // One more than the write: by an earlier look, whose own connection broke.
        int fenced = Statements.firstUpdate(connection, schema.in(FENCE), number + 1, id, number - 1, number + 1);
        boolean found = Statements.next(
                connection, schema.in(LAST), rows -> rows.next() && rows.getLong(1) == number + fenced, id);
        connection.commit();
        connection.setAutoCommit(true);
        last = number + fenced;
        if (!found) {
            return Outcome.UNKNOWN;
        }
        return fenced == 0 ? Outcome.WRITTEN : Outcome.NOT_WRITTEN;
    }
}
