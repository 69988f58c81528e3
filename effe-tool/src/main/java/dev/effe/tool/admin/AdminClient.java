package dev.effe.tool.admin;

import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server's admin port. Not thread-safe. */
public final class AdminClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_REFUSAL_BYTES = 64 * 1024;

    private final URI base;
    private final Optional<Path> tokenFile;

    /** Made with the first request. */
    private @Nullable HttpClient http;

    AdminClient(URI base, Optional<Path> tokenFile) {
        this.base = base;
        this.tokenFile = tokenFile;
    }

    /** Its URL, as it was given. */
    public URI base() {
        return base;
    }

    /** Text as a part of a path or a query. */
    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Sends a request, and reads the JSON that is answered.
     *
     * @param body JSON; null for none
     * @throws ToolException if the answer is no success; the message has what the server says
     */
    public Map<?, ?> send(String method, String target, byte @Nullable [] body) throws IOException {
        HttpRequest request = request(target, PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> answer = send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() == 200 && json(answer.body()) instanceof Map<?, ?> map) {
            return map;
        }
        throw refusal(answer.statusCode(), answer.body());
    }

    /**
     * Sends a request without a body, and reads the text that is answered.
     *
     * @throws ToolException if the answer is no success; the message has what the server says
     */
    public String text(String method, String target) throws IOException {
        HttpRequest request = request(target, PATIENCE)
                .method(method, BodyPublishers.noBody())
                .build();
        HttpResponse<byte[]> answer = send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw refusal(answer.statusCode(), answer.body());
        }
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /**
     * Sends a request without a body, and copies what is answered.
     *
     * @param time the server's for its answer
     * @throws ToolException if the answer is no success or not whole; the message says why
     */
    public void download(String method, String target, Duration time, OutputStream to) throws IOException {
        HttpRequest request = request(target, PATIENCE.plus(time))
                .method(method, BodyPublishers.noBody())
                .build();
        HttpResponse<InputStream> answer = send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refusal(answer.statusCode(), body.readNBytes(MOST_REFUSAL_BYTES));
            }
            body.transferTo(to);
        } catch (ToolException e) {
            throw e;
        } catch (IOException e) {
            throw new ToolException("The answer of " + base + " is not whole: " + e);
        }
    }

    private HttpRequest.Builder request(String target, Duration patience) throws ToolException {
        String given = base.toString();
        String root = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + target))
                .timeout(patience)
                .header("Effe-Admin", "yes");
        if (tokenFile.isPresent()) {
            request.header("Authorization", "Bearer " + token(tokenFile.get()));
        }
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws ToolException {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
        }
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        } catch (IOException e) {
            throw new ToolException(base + " cannot be reached, so no server has its admin port there: " + e);
        }
    }

    private static String token(Path file) throws ToolException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ToolException("The file of --admin-token-file cannot be read: " + e);
        }
    }

    private static @Nullable Object json(byte[] body) {
        try {
            return Json.read(body);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ToolException refusal(int status, byte[] body) {
        Object problem = json(body);
        Object detail = problem instanceof Map<?, ?> fields ? fields.get("detail") : null;
        Object title = problem instanceof Map<?, ?> fields ? fields.get("title") : null;
        Object said = detail != null ? detail : title != null ? title : "this is no admin port of effe's";
        return new ToolException("The server answers " + status + ": " + said);
    }
}
