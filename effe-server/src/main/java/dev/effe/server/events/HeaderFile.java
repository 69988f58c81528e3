package dev.effe.server.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A file of headers for web destinations, a line each: {@code Authorization: Bearer …}. It is read each time, so that a
 * new token needs no restart. Immutable, thread-safe; blocks.
 */
public record HeaderFile(Path path) {

    /** The headers that only the client itself may send, by its rules or by those of HTTP. */
    private static final Set<String> CLIENTS =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    /**
     * The headers by name.
     *
     * @throws IOException if the file cannot be read, or has a line that is no header; the message has no value
     */
    public Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readString(path, StandardCharsets.UTF_8).split("\\R", -1)) {
            number++;
            if (!line.isBlank()) {
                int colon = line.indexOf(':');
                String name = line.substring(0, Math.max(0, colon));
                String value = line.substring(colon + 1).strip();
                if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[\\t -~]*")) {
                    throw new IOException("line " + number + " must be a header, like Authorization: Bearer abc");
                }
                if (CLIENTS.contains(name.toLowerCase(Locale.ROOT))) {
                    throw new IOException("line " + number + " must not be " + name + ", which is the client's own");
                }
                headers.put(name, value);
            }
        }
        return headers;
    }
}
