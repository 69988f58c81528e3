package dev.effe.test.host;

import dev.effe.host.AccessSettings;
import dev.effe.host.Host;
import dev.effe.host.HostSettings;
import dev.effe.host.invoke.EventLimits;
import dev.effe.host.logs.LogLimits;
import dev.effe.server.file.FolderTree;
import dev.effe.server.http.NettyProperties;
import dev.effe.server.json.Json;
import dev.effe.server.log.Logs;
import dev.effe.server.settings.LogLevel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host in this process, with a folder of its own. Thread-safe. */
final class TestHost implements AutoCloseable {

    static final String REGION = "us-east-1";

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String ANY_KEY =
            "AWS4-HMAC-SHA256 Credential=effe/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CONFLICT = 409;
    private static final int FIRST_ERROR = 300;

    private final Path folder;
    private final Host host;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestHost(Path folder, Host host) {
        this.folder = folder;
        this.host = host;
    }

    static TestHost start() throws IOException, InterruptedException {
        NettyProperties.set();
        Logs.level(LogLevel.WARN);
        Path folder = Files.createTempDirectory("effe-host-test");
        boolean started = false;
        try {
            TestHost made = new TestHost(folder, Host.start(settings(folder), environment()));
            started = true;
            return made;
        } finally {
            if (!started) {
                FolderTree.delete(folder);
            }
        }
    }

    private static HostSettings settings(Path folder) throws IOException {
        return new HostSettings(
                "127.0.0.1",
                0,
                AccessSettings.none(),
                folder.resolve("data"),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                InstanceJar.make(folder),
                8192,
                1000,
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                new EventLimits(64 << 20, Duration.ofSeconds(1)),
                new LogLimits(Duration.ofDays(7), 100 << 20),
                List.of(),
                "",
                "000000000000",
                REGION);
    }

    private static Map<String, String> environment() {
        String path = System.getenv("PATH");
        return path == null ? Map.of() : Map.of("PATH", path);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + host.port());
    }

    String deploy(String name, String runtime, Path code, String handler) throws IOException {
        String zip = Base64.getEncoder().encodeToString(CodeZip.of(code));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("FunctionName", name);
        fields.put("Runtime", runtime);
        fields.put("Handler", handler);
        fields.put("Role", "arn:aws:iam::000000000000:role/any");
        fields.put("MemorySize", 512);
        fields.put("Timeout", 30);
        Map<String, Object> created = new LinkedHashMap<>(fields);
        created.put("Code", Map.of("ZipFile", zip));
        HttpResponse<String> answer = send("POST", FUNCTIONS, created);
        if (answer.statusCode() == CONFLICT) {
            fields.remove("FunctionName");
            checked(send("PUT", FUNCTIONS + "/" + name + "/configuration", fields));
            answer = send("PUT", FUNCTIONS + "/" + name + "/code", Map.of("ZipFile", zip));
        }
        return member(checked(answer), "FunctionArn");
    }

    URI url(String name) throws IOException {
        String answer = checked(send("POST", "/2021-10-31/functions/" + name + "/url", Map.of("AuthType", "NONE")));
        return URI.create(member(answer, "FunctionUrl"));
    }

    private HttpResponse<String> send(String method, String path, Map<String, Object> fields) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(endpoint().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", ANY_KEY)
                .method(method, BodyPublishers.ofByteArray(Json.write(fields)))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static String checked(HttpResponse<String> answer) {
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** A member that is a text without escapes. */
    private static String member(String json, String name) {
        Matcher member = Pattern.compile("\"" + name + "\":\"([^\"\\\\]*)\"").matcher(json);
        if (!member.find()) {
            throw new IllegalStateException("The answer has no " + name + ": " + json);
        }
        return member.group(1);
    }

    @Override
    public void close() throws IOException {
        host.stop();
        FolderTree.delete(folder);
    }
}
