package dev.effe.server.app;

import dev.effe.server.app.yaml.Place;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where topics are kept. Immutable.
 *
 * @param place where it is written
 * @param kind the kind of store
 * @param server the URL of PostgreSQL or the brokers of Kafka; empty for files
 * @param login the login of PostgreSQL or Kafka
 * @param schema the schema in PostgreSQL
 * @param replication how many brokers of Kafka keep each event; {@link #REPLICATION_OF_BROKERS} for as many as they do
 * @param properties properties of Kafka's client
 */
public record Store(
        Place place,
        Kind kind,
        Optional<String> server,
        Login login,
        String schema,
        int replication,
        Map<String, String> properties) {

    /** The brokers' own default. */
    public static final int REPLICATION_OF_BROKERS = -1;

    /** Copies the map. */
    public Store {
        properties = Application.ordered(properties);
    }

    /** The kinds of stores. */
    public enum Kind {
        FILE,
        POSTGRES,
        KAFKA
    }

    /** A user, and the file of the password; both may be empty. */
    public record Login(Optional<String> user, Optional<Path> passwordFile) {}
}
