package dev.effe.bench.topics;

import dev.effe.bench.Arguments;
import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicStore;
import dev.effe.spi.topics.TopicStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.ServiceLoader;

/** The database that is measured: --port, --database, --user and --password-file. */
final class PostgresOptions {

    static final String NAMES = "--port, --database, --user and --password-file";

    int port = 5432;
    String database = "postgres";
    String user = "postgres";
    Path passwordFile = Path.of("password");

    /** Sets one of them. False if it is none of them. */
    boolean set(String name, String value) {
        switch (name) {
            case "--port" -> port = Arguments.number(name, value, 1, 65535);
            case "--database" -> database = value;
            case "--user" -> user = value;
            case "--password-file" -> passwordFile = Path.of(value).toAbsolutePath();
            default -> {
                return false;
            }
        }
        return true;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Connection connect() throws IOException, SQLException {
        return DriverManager.getConnection(
                url(), user, Files.readString(passwordFile).strip());
    }

    TopicStore store() throws Exception {
        StoreAddress address = new StoreAddress("bench", url(), Optional.of(user), Optional.of(passwordFile), "effe");
        for (TopicStoreProvider provider : ServiceLoader.load(TopicStoreProvider.class)) {
            if (provider.kind().equals("postgres")) {
                return provider.open(address);
            }
        }
        throw new IllegalStateException("effe-postgres is not on the class path");
    }
}
