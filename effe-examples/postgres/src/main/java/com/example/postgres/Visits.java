package com.example.postgres;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.StatusException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Counts visits: POST adds one to its path, GET reads. Each context is a connection, so there are never more of them
 * than {@code max-contexts}, and the idle ones are closed after {@code context-idle}.
 */
public class Visits implements Logic<Connection> {

    private static final String CREATE = "CREATE TABLE IF NOT EXISTS visits (page text PRIMARY KEY, count bigint)";
    private static final String READ = "SELECT count FROM visits WHERE page = ?";
    private static final String ADD = "INSERT INTO visits VALUES (?, 1)"
            + " ON CONFLICT (page) DO UPDATE SET count = visits.count + 1 RETURNING count";

    /** The answer. */
    public record Page(String page, long visits) {}

    // Not DriverManager: it looks for drivers beside the server, and this one is in the function's own jar.
    private final PGSimpleDataSource database = new PGSimpleDataSource();

    @Override
    public void init(Setup setup) throws SQLException {
        database.setUrl(setup.required("db.url"));
        database.setUser(setup.required("db.user"));
        database.setPassword(setup.required("db.password"));
        database.setApplicationName("visits");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    @Override
    public Connection start() throws SQLException {
        return database.getConnection();
    }

    @Override
    public void run(Connection connection, Request request, Response response) throws SQLException {
        String sql = switch (request.method()) {
            case "GET" -> READ;
            case "POST" -> ADD;
            default -> {
                response.header("Allow", "GET, POST");
                throw new StatusException(405, "Send GET or POST");
            }
        };
        response.json(new Page(request.path(), count(connection, sql, request.path())));
    }

    private static long count(Connection connection, String sql, String page) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, page);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    @Override
    public void stop(Connection connection) throws SQLException {
        connection.close();
    }

    /** Notices that the database was restarted while the connection was idle. */
    @Override
    public boolean usable(Connection connection) {
        return isValid(connection);
    }

    /** Keeps the connection after an error in SQL, but not after its own end. */
    @Override
    public boolean reusable(Connection connection, Throwable failure) {
        return failure instanceof StatusException || failure instanceof SQLException && isValid(connection);
    }

    private static boolean isValid(Connection connection) {
        try {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }
}
