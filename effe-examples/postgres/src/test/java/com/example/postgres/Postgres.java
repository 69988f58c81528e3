package com.example.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real PostgreSQL while the tests run. */
final class Postgres implements BeforeAllCallback, AfterAllCallback {

    private EmbeddedPostgres database;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        database =
                EmbeddedPostgres.builder().setOutputRedirector(Redirect.DISCARD).start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        database.close();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres";
    }

    /** How many connections the function has. */
    int connections() {
        return ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'visits'");
    }

    /** Ends them all, as a restart of the database would. Returns how many there were. */
    int killConnections() {
        return ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'visits'");
    }

    private int ask(String sql) {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
