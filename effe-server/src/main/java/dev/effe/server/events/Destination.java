package dev.effe.server.events;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Where records of events are sent. Thread-safe; may block. */
interface Destination {

    /**
     * Sends a record. At least once: a record that is sent again has the same name.
     *
     * @param name of the record, and of no other
     * @param attributes what goes beside it; perhaps empty
     * @throws IOException if it did not arrive for certain
     */
    void send(String name, Map<String, String> attributes, byte[] json) throws IOException, InterruptedException;

    /** The destination of a URI: {@code http:}, {@code https:}, or {@code file:} and a folder. */
    static Destination of(URI uri) {
        return "file".equals(uri.getScheme())
                ? new FileDestination(Path.of(uri.getSchemeSpecificPart()))
                : new HttpDestination(uri);
    }
}
