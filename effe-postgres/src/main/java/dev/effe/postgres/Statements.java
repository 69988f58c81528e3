package dev.effe.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements whose transaction has limits: each ends after 15 seconds, and what is committed is on the disk. They are
 * set by the same message as the statement, and for this transaction only, since a pooler gives the connection to others.
 * Stateless.
 */
final class Statements {

    /** The settings of a select. */
    static final String SETTINGS = "set_config('statement_timeout', '15s', true),"
            + " set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on'"
            + " else current_setting('synchronous_commit') end, true)";

    static final String LIMITS = "select " + SETTINGS + "; ";

    private Statements() {}

    /** Reads the rows of an answer. */
    @FunctionalInterface
    interface Rows<T extends @Nullable Object> {
        T of(ResultSet rows) throws SQLException;
    }

    /** Asks by the first statement of a transaction. */
    static <T extends @Nullable Object> T first(Connection connection, String sql, Rows<T> rows, Object... parameters)
            throws SQLException {
        return second(connection, LIMITS + sql, rows, parameters);
    }

    /** Asks by the second of two statements, of which the first sets limits of its own. */
    static <T extends @Nullable Object> T second(Connection connection, String sql, Rows<T> rows, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.execute();
            statement.getMoreResults();
            return rows.of(statement.getResultSet());
        }
    }

    /** Writes by the first statement of a transaction. Returns how many rows. */
    static int firstUpdate(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, LIMITS + sql, parameters)) {
            statement.execute();
            statement.getMoreResults();
            return statement.getUpdateCount();
        }
    }

    /** Asks by a further statement of a transaction. */
    static <T extends @Nullable Object> T next(Connection connection, String sql, Rows<T> rows, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return rows.of(statement.executeQuery());
        }
    }

    /** Writes by a further statement of a transaction. Returns how many rows. */
    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof Column column) {
                statement.setArray(i + 1, connection.createArrayOf(column.type(), column.values()));
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
        return statement;
    }

    /** Many values of one parameter, for unnest. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Column(String type, @Nullable Object[] values) {

        static Column ints(Collection<Integer> values) {
            return new Column("int4", values.toArray());
        }

        static Column longs(Collection<Long> values) {
            return new Column("int8", values.toArray());
        }
    }
}
