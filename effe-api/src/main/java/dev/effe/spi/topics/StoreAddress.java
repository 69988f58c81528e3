package dev.effe.spi.topics;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The place of a store of topics, as effe.yaml has it. Immutable.
 *
 * @param process the name of this process, for operators, such as {@code host/pid}
 * @param server the URL of the server, or the brokers
 * @param user the user to log in as; empty if the URL has it, or none is needed
 * @param passwordFile the file of the password, read whenever it is needed; empty if none is
 * @param schema the name of what has the tables within the database
 * @param application the name of the application
 * @param replication how many servers keep each event
 * @param properties more that the client of the server is to know
 */
public record StoreAddress(
        String process,
        String server,
        Optional<String> user,
        Optional<Path> passwordFile,
        String schema,
        String application,
        int replication,
        Map<String, String> properties) {

    /** Copies the map. */
    public StoreAddress {
        properties = Map.copyOf(properties);
    }

    /**
     * Makes the place of a store that needs no more than a database.
     *
     * @param process the name of this process
     * @param server the URL of the server
     * @param user the user to log in as
     * @param passwordFile the file of the password
     * @param schema the name of what has the tables
     */
    public StoreAddress(
            String process, String server, Optional<String> user, Optional<Path> passwordFile, String schema) {
        this(process, server, user, passwordFile, schema, "effe", 1, Map.of());
    }

    /** Names the place without the URL, which may have a password in it. */
    @Override
    public String toString() {
        return "StoreAddress[process=" + process + ", schema=" + schema + "]";
    }
}
