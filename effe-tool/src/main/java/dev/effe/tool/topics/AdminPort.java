package dev.effe.tool.topics;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.Application.SettingText;
import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server is asked, and the requests to it. Not thread-safe. */
final class AdminPort {

    private static final String PORT = "admin-port";
    private static final String TOKEN_FILE = "admin-token-file";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--admin",
            paramLabel = "<url>",
            description = "The admin port; http://127.0.0.1 and the admin-port of effe.yaml by default.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--app",
            paramLabel = "<effe.yaml>",
            defaultValue = "effe.yaml",
            description = "The file with admin-port and admin-token-file; effe.yaml by default; repeatable.")
    private List<Path> app;

    @Option(
            names = "--admin-token-file",
            paramLabel = "<path>",
            description = "The file with the token that the admin port wants, if it wants one.")
    private Optional<Path> tokenFile = Optional.empty();

    /** Made with the first request. */
    private @Nullable URI base;

    /** Text as a part of a path or a query. */
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Sends a request, and reads the JSON that is answered.
     *
     * @param body JSON; null for none
     * @throws ToolException if the answer is no success; the message has what the server says
     */
    Map<?, ?> send(String method, String target, byte @Nullable [] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(target))
                .timeout(PATIENCE)
                .header("Effe-Admin", "yes")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (tokenFile.isPresent()) {
            request.header("Authorization", "Bearer " + token(tokenFile.get()));
        }
        try {
            return read(client().send(request.build(), BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        } catch (ToolException e) {
            throw e;
        } catch (IOException e) {
            throw new ToolException(base + " cannot be reached, so no server has its admin port there: " + e);
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private static String token(Path file) throws ToolException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ToolException("The file of --admin-token-file cannot be read: " + e);
        }
    }

    private URI uri(String target) {
        if (base == null) {
            base = url.isPresent() ? checked(url.get()) : ofApp();
        }
        String given = base.toString();
        return URI.create((given.endsWith("/") ? given.substring(0, given.length() - 1) : given) + target);
    }

    private static URI checked(URI given) {
        boolean isHttp = "http".equalsIgnoreCase(given.getScheme()) || "https".equalsIgnoreCase(given.getScheme());
        if (!isHttp || given.getHost() == null || given.getRawQuery() != null || given.getRawFragment() != null) {
            throw new UsageException("--admin must be a URL, such as http://127.0.0.1:9090, but was " + given);
        }
        return given;
    }

    private URI ofApp() {
        for (Path file : app) {
            if (!Files.exists(file)) {
                throw new UsageException(
                        "There is no " + file + " that names an admin-port: name the server by --admin");
            }
        }
        Application application = AppCheck.ofFiles(app).orThrow();
        SettingText port = application.settings().get(PORT);
        if (port == null) {
            throw new UsageException(
                    app.get(0) + " has no admin-port in its settings: set one, or name the server by --admin");
        }
        SettingText token = application.settings().get(TOKEN_FILE);
        if (token != null && tokenFile.isEmpty()) {
            tokenFile = Optional.of(Path.of(token.text()));
        }
        return URI.create("http://127.0.0.1:" + port.text());
    }

    private static Map<?, ?> read(HttpResponse<byte[]> answer) throws ToolException {
        Object body;
        try {
            body = Json.read(answer.body());
        } catch (IllegalArgumentException e) {
            body = null;
        }
        if (answer.statusCode() != 200 || !(body instanceof Map<?, ?> map)) {
            Object detail = body instanceof Map<?, ?> problem ? problem.get("detail") : null;
            Object title = body instanceof Map<?, ?> problem ? problem.get("title") : null;
            Object said = detail != null ? detail : title != null ? title : "this is no admin port of effe's";
            throw new ToolException("The server answers " + answer.statusCode() + ": " + said);
        }
        return map;
    }
}
