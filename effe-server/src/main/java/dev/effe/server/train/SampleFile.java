package dev.effe.server.train;

import dev.effe.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads sample requests: {@code [{"method": "POST", "path": "/", "headers": {"Accept": "text/plain"}, "body": {"a": 1}}]}.
 * The path is needed; the method is GET by default, or POST if there is a body; a body that is no text is sent as JSON.
 */
public final class SampleFile {

    /** The requests that stand for a function's own until someone writes them down. */
    private static final List<SampleRequest> USUAL = List.of(
            new SampleRequest("GET", "/", Map.of(), ""),
            new SampleRequest("POST", "/", Map.of("Content-Type", "application/json"), "{}"));

    private static final Set<String> KEYS = Set.of("method", "path", "headers", "body");
    private static final int MOST = 1000;

    private SampleFile() {}

    /**
     * Reads the file, or gives the usual requests if there is none.
     *
     * @throws IOException if it cannot be read or is not right; the message is one line that says why
     */
    public static List<SampleRequest> read(Samples samples) throws IOException {
        return samples.file().isPresent() ? read(samples.file().get()) : USUAL;
    }

    private static List<SampleRequest> read(Path file) throws IOException {
        List<SampleRequest> requests = new ArrayList<>();
        for (Object request : list(file)) {
            try {
                requests.add(request(request));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ", request " + (requests.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return requests;
    }

    private static List<?> list(Path file) throws IOException {
        try {
            Object all = Json.read(Files.readAllBytes(file));
            if (all instanceof List<?> list && !list.isEmpty() && list.size() <= MOST) {
                return list;
            }
            throw new IOException(file + " must hold a JSON list of 1 to " + MOST + " requests");
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " must hold a JSON list of requests: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist: name a file of sample requests with --train", e);
        }
    }

    private static SampleRequest request(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("must be an object with a path");
        }
        for (Object key : fields.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw new IllegalArgumentException(key + " is unknown; allowed are method, path, headers and body");
            }
        }
        Object body = fields.get("body");
        Map<String, String> headers = headers(fields.get("headers"), body);
        String method = text("method", fields.get("method"), body == null ? "GET" : "POST");
        if (!method.matches("[A-Z]+")) {
            throw new IllegalArgumentException("method must be in capital letters");
        }
        String path = text("path", fields.get("path"), "");
        if (!path.matches("/[!-~]*")) {
            throw new IllegalArgumentException("path must begin with / and be written in ASCII, as in a URL");
        }
        return new SampleRequest(method, path, headers, bodyText(body));
    }

    private static String text(String key, @Nullable Object value, String usual) {
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(key + " must be a text");
        }
        return value == null ? usual : (String) value;
    }

    private static Map<String, String> headers(@Nullable Object value, @Nullable Object body) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((name, text) -> headers.put(String.valueOf(name), String.valueOf(text)));
        } else if (value != null) {
            throw new IllegalArgumentException("headers must be an object: names and values");
        }
        headers.forEach((name, text) -> {
            if (!name.matches("[!-9;-~]+") || !text.matches("[ -~]*")) {
                throw new IllegalArgumentException("header " + name.strip() + " must be written in ASCII, in one line");
            }
        });
        boolean typed = headers.keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase);
        if (body != null && !(body instanceof String) && !typed) {
            headers.put("Content-Type", "application/json");
        }
        return headers;
    }

    private static String bodyText(@Nullable Object body) {
        if (body == null) {
            return "";
        }
        return body instanceof String text ? text : Json.text(body);
    }
}
