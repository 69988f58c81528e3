package dev.effe.host.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** Sends a host what AWS's clients send. Thread-safe. */
public final class LambdaClient {

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=any/20261130/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    public LambdaClient(int port) {
        address = "http://127.0.0.1:" + port;
    }

    /** Creates a function with the handler {@link Echo}. */
    public HttpResponse<String> create(String name, Path zip) throws IOException, InterruptedException {
        return create(name, "java17", Echo.class.getName(), zip);
    }

    /** Creates a function of any runtime. */
    public HttpResponse<String> create(String name, String runtime, String handler, Path zip)
            throws IOException, InterruptedException {
        return create(name, runtime, handler, base64(zip));
    }

    /** Creates a function that is not to be called, of a zip in base64. */
    public HttpResponse<String> create(String name, String zip) throws IOException, InterruptedException {
        return create(name, "java17", Echo.class.getName(), zip);
    }

    private HttpResponse<String> create(String name, String runtime, String handler, String zip)
            throws IOException, InterruptedException {
        String body = "{\"FunctionName\":\"" + name + "\",\"Runtime\":\"" + runtime + "\",\"Handler\":\"" + handler
                + "\",\"Role\":\"arn:aws:iam::000000000000:role/any\",\"Timeout\":60,\"MemorySize\":256,"
                + "\"Environment\":{\"Variables\":{\"TABLE\":\"orders\"}},"
                + "\"Code\":{\"ZipFile\":\"" + zip + "\"}}";
        return send("POST", FUNCTIONS, body);
    }

    public HttpResponse<String> updateCode(String name, Path zip) throws IOException, InterruptedException {
        return send("PUT", FUNCTIONS + "/" + name + "/code", "{\"ZipFile\":\"" + base64(zip) + "\"}");
    }

    private static String base64(Path zip) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(zip));
    }

    public HttpResponse<String> publish(String name) throws IOException, InterruptedException {
        return send("POST", FUNCTIONS + "/" + name + "/versions", "{}");
    }

    public HttpResponse<String> createAlias(String name, String alias, String version)
            throws IOException, InterruptedException {
        return send(
                "POST",
                FUNCTIONS + "/" + name + "/aliases",
                "{\"Name\":\"" + alias + "\",\"FunctionVersion\":\"" + version + "\"}");
    }

    public HttpResponse<String> moveAlias(String name, String alias, String version)
            throws IOException, InterruptedException {
        return send("PUT", FUNCTIONS + "/" + name + "/aliases/" + alias, "{\"FunctionVersion\":\"" + version + "\"}");
    }

    /** Sends a signed request. */
    public HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(
                request(method, path, body).header("Authorization", SIGNED).build(), BodyHandlers.ofString());
    }

    /** Asks for logs, by an operation of CloudWatch's. */
    public HttpResponse<String> logs(String operation, String body) throws IOException, InterruptedException {
        HttpRequest request = request("POST", "/", body)
                .header("Authorization", SIGNED.replace("/lambda/", "/logs/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Logs_20140328." + operation)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Sends a request as a program without a key does it. */
    public HttpResponse<String> sendUnsigned(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(method, path, body);
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    /** Invokes a function whose answer is to come in frames. */
    public CompletableFuture<HttpResponse<String>> stream(String name, String payload) {
        String path = "/2021-11-15/functions/" + name + "/response-streaming-invocations";
        return client.sendAsync(request("POST", path, payload).build(), BodyHandlers.ofString());
    }

    /** Invokes a function, with its qualifier if there is one. */
    public CompletableFuture<HttpResponse<String>> invoke(String name, String payload) {
        String path = FUNCTIONS + "/" + name.replace("$", "%24") + "/invocations";
        return client.sendAsync(request("POST", path, payload).build(), BodyHandlers.ofString());
    }

    /** Has a function do an event, with its qualifier if there is one. */
    public HttpResponse<String> invokeLater(String name, String payload) throws IOException, InterruptedException {
        HttpRequest request = request("POST", FUNCTIONS + "/" + name + "/invocations", payload)
                .header("X-Amz-Invocation-Type", "Event")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofMinutes(2))
                .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    }
}
