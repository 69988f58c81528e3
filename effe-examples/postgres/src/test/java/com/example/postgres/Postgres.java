package com.example.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real PostgreSQL while the tests run. */
final class Postgres implements BeforeAllCallback, AfterAllCallback {

    private Path data;
    private EmbeddedPostgres database;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        data = Files.createTempDirectory("postgres-");
        database = start(0);
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOutputRedirector(Redirect.DISCARD);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    /** Stops it, which ends every connection, and starts it again on the same port with the same data. */
    void restart() throws IOException {
        int port = database.getPort();
        database.close();
        database = start(port);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        database.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres";
    }

    /** The number of connections that the function has. */
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
