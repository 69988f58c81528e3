package dev.effe.server.kit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** An answer of HTTP/1.1 as it came back. */
@SuppressWarnings("ArrayRecordComponent") // compared by its text only
public record HttpAnswer(String statusLine, int status, Map<String, List<String>> headers, byte[] body) {

    /** The value of the one header of that name, or "" if there is none. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError("Several: " + values);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
