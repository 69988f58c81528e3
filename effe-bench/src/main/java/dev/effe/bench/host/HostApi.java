package dev.effe.bench.host;

import dev.effe.server.access.RequestSigner;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks a host as AWS's clients do, signed. An answer of 300 and above is an IOException that has it. Thread-safe. */
final class HostApi {

    static final String KEY_ID = "bench";
    static final String SECRET = "bench-secret";

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final int FIRST_ERROR = 300;
    private static final Pattern HAS_INSTANCES = Pattern.compile("\"Instances\":[1-9]");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RequestSigner signer =
            new RequestSigner(KEY_ID, SECRET, Optional.empty(), "us-east-1", "lambda", InstantSource.system());
    private final String address;

    HostApi(int port) {
        address = "127.0.0.1:" + port;
    }

    /** Makes a function, of 512 MB, whose instances take so many calls at once. */
    void create(String name, String runtime, String handler, byte[] zip, int callsAtOnce)
            throws IOException, InterruptedException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("FunctionName", name);
        fields.put("Runtime", runtime);
        fields.put("Handler", handler);
        fields.put("Role", "arn:aws:iam::000000000000:role/any");
        fields.put("MemorySize", 512);
        fields.put("Timeout", 30);
        String calls = Integer.toString(callsAtOnce);
        fields.put("Environment", Map.of("Variables", Map.of("AWS_LAMBDA_MAX_CONCURRENCY", calls)));
        fields.put("Code", Map.of("ZipFile", Base64.getEncoder().encodeToString(zip)));
        send("POST", FUNCTIONS, Json.write(fields));
    }

    /** Replaces the code of a function; returns once calls get it. */
    void update(String name, byte[] body) throws IOException, InterruptedException {
        send("PUT", FUNCTIONS + "/" + name + "/code", body);
    }

    /** The body of an update. */
    static byte[] code(byte[] zip) {
        return Json.write(Map.of("ZipFile", Base64.getEncoder().encodeToString(zip)));
    }

    /** Makes another version of a function, which differs from the one before by a text. */
    void publish(String name, String description) throws IOException, InterruptedException {
        send("PUT", FUNCTIONS + "/" + name + "/configuration", Json.write(Map.of("Description", description)));
        send("POST", FUNCTIONS + "/" + name + "/versions", Json.write(Map.of()));
    }

    /** @param method POST for a new one, PUT for one that is there */
    void alias(String method, String name, String alias, String version) throws IOException, InterruptedException {
        String path = FUNCTIONS + "/" + name + "/aliases" + (method.equals("PUT") ? "/" + alias : "");
        send(method, path, Json.write(Map.of("Name", alias, "FunctionVersion", version)));
    }

    /** Gives a function a URL, {@code /url/NAME/}. */
    void url(String name) throws IOException, InterruptedException {
        send("POST", "/2021-10-31/functions/" + name + "/url", Json.write(Map.of("AuthType", "NONE")));
    }

    String invoke(String name) throws IOException, InterruptedException {
        return send("POST", invocations(name), Json.write(Map.of()));
    }

    static String invocations(String name) {
        return FUNCTIONS + "/" + name + "/invocations";
    }

    /** A page of 50 functions. */
    String list() throws IOException, InterruptedException {
        return send("GET", FUNCTIONS + "/", new byte[0]);
    }

    /** True if the host knows of processes of a version. */
    boolean hasInstances() throws IOException, InterruptedException {
        return HAS_INSTANCES
                .matcher(send("GET", "/_effe/functions", new byte[0]))
                .find();
    }

    /** True once the host serves. */
    boolean isReady() throws InterruptedException {
        try {
            return send("GET", "/_effe/readyz", new byte[0]).equals("ok\n");
        } catch (IOException e) {
            return false;
        }
    }

    /** The headers that sign a request to it. */
    Map<String, String> headers(String method, String path, byte[] body) {
        return signer.headers(method, path, address, body);
    }

    private String send(String method, String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .method(method, BodyPublishers.ofByteArray(body));
        headers(method, path, body).forEach(request::header);
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
