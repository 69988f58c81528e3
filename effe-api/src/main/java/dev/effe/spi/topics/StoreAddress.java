package dev.effe.spi.topics;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The place of a store of topics, as effe.yaml has it. Immutable.
 *
 * @param process the name of this process, for operators, such as {@code host/pid}
 * @param server the URL of the server
 * @param user the user to log in as; empty if the URL has it, or none is needed
 * @param passwordFile the file of the password, read whenever it is needed; empty if none is
 * @param schema the name of what has the tables within the database
 */
public record StoreAddress(
        String process, String server, Optional<String> user, Optional<Path> passwordFile, String schema) {

    /** Names the place without the URL, which may have a password in it. */
    @Override
    public String toString() {
        return "StoreAddress[process=" + process + ", schema=" + schema + "]";
    }
}
