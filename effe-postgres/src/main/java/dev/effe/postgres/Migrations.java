package dev.effe.postgres;

import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.TopicException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes the tables, and changes those of older versions: each version has a script, which is run once. Processes that start
 * at once wait for each other by a lock that ends with the transaction. Stateless.
 */
final class Migrations {

    /** The version of this jar; the scripts have the numbers from 1 to this. */
    static final int NEWEST = 2;

    private static final String NO_RIGHT = "42501";
    private static final int OLDEST_SERVER = 130000;

    private static final String BEGIN = """
            create schema if not exists ${schema};

            create table if not exists ${schema}.version (
                number integer primary key,
                at timestamptz not null default now()
            );
            """;

    private final Schema schema;

    Migrations(Schema schema) {
        this.schema = schema;
    }

    /** Brings the schema to this jar's version. */
    void run(Database database) throws TopicException {
        try (Connection connection = database.ownConnection()) {
            check(database, connection);
            if (version(connection) < NEWEST) {
                migrate(database, connection);
            }
            int version = version(connection);
            if (version > NEWEST) {
                throw new TopicException("The schema " + schema.name() + " of PostgreSQL " + database
                        + " has version " + version + ", but effe-postgres.jar knows those up to " + NEWEST
                        + ": use a newer one, or another schema in effe.yaml");
            }
        } catch (SQLException e) {
            throw Failures.of("The tables of topics cannot be made", database, e);
        }
    }

    private static void check(Database database, Connection connection) throws SQLException, TopicException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('server_version_num')::integer,"
                        + " current_setting('server_encoding'), pg_is_in_recovery()")) {
            row.next();
            if (row.getInt(1) < OLDEST_SERVER) {
                throw new TopicException(
                        "Topics need PostgreSQL 13 or newer, but that of " + database + " is " + row.getInt(1) / 10000);
            }
            if (!"UTF8".equals(row.getString(2))) {
                throw new TopicException("Topics need a database whose encoding is UTF8, but that of " + database
                        + " is " + row.getString(2));
            }
            if (row.getBoolean(3)) {
                throw new StoreUnreachableException(
                        "PostgreSQL " + database + " is a standby, which cannot be written to: name the primary, or add"
                                + " targetServerType=primary to the URL",
                        new SQLException("standby", "25006"));
            }
        }
    }

    /** The version of the schema; 0 if there is none. */
    private int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean exists;
            // By rows of the catalog: to_regclass may answer by what it knew before it waited for the lock.
            try (ResultSet row = statement.executeQuery(
                    "select exists(select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                            + " where n.nspname = '" + schema.name() + "' and c.relname = 'version')")) {
                exists = row.next() && row.getBoolean(1);
            }
            if (!exists) {
                return 0;
            }
            try (ResultSet row =
                    statement.executeQuery(schema.in("select coalesce(max(number), 0) from ${schema}.version"))) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private void migrate(Database database, Connection connection) throws SQLException, TopicException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + schema.lock("schema") + ")");
            int version = version(connection);
            if (version == 0) {
                statement.execute(schema.in(BEGIN));
            }
            for (int next = version + 1; next <= NEWEST; next++) {
                statement.execute(step(next));
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (NO_RIGHT.equals(e.getSQLState())) {
                throw new TopicException(
                        "The tables of topics cannot be made in PostgreSQL " + database + ": " + e.getMessage()
                                + ": have someone who may run the script that \"effe topics sql\" prints",
                        e);
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** All of it as a script for psql, which does nothing where it has been run. */
    String script() {
        StringBuilder script = new StringBuilder("begin;\n\nselect pg_advisory_xact_lock(")
                .append(schema.lock("schema"))
                .append(");\n\n")
                .append(schema.in(BEGIN));
        for (int number = 1; number <= NEWEST; number++) {
            script.append("\nselect not exists (select from ")
                    .append(schema.in("${schema}.version"))
                    .append(" where number = ")
                    .append(number)
                    .append(") as missing \\gset\n\\if :missing\n")
                    .append(step(number))
                    .append("\n\\endif\n");
        }
        return script.append("\ncommit;\n").toString();
    }

    private String step(int number) {
        String name = "schema-" + number + ".sql";
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("effe-postgres.jar lacks " + name);
            }
            return schema.in(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    + schema.in("\ninsert into ${schema}.version (number) values (" + number + ");");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
