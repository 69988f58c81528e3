package dev.effe.server;

import dev.effe.Logic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A server of this JVM with the Invoke API, its function called {@code echo}, and a client as AWS's SDKs are one. */
final class InvokeTester implements AutoCloseable {

    static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final ServerTester tester;

    private InvokeTester(ServerTester tester) {
        this.tester = tester;
    }

    /** Starts it with its events in a folder, and further settings as names and values. */
    static InvokeTester start(Logic<?> logic, Path dataDir, String... more) throws StartException {
        List<String> settings = new ArrayList<>(List.of("function-name", "echo", "data-dir", dataDir.toString()));
        if (!Arrays.asList(more).contains("lambda-api")) {
            settings.addAll(List.of("lambda-api", "on"));
        }
        settings.addAll(Arrays.asList(more));
        return new InvokeTester(ServerTester.start(logic, settings.toArray(String[]::new)));
    }

    /** Invokes the function, with headers as names and values. */
    HttpResponse<String> invoke(String payload, String... headers) {
        return post("/2015-03-31/functions/echo/invocations", payload, headers);
    }

    HttpResponse<String> event(String payload) {
        return invoke(payload, "X-Amz-Invocation-Type", "Event");
    }

    HttpResponse<String> get(String path, String... headers) {
        return CLIENT.sendAsync(request(path, headers).build(), BodyHandlers.ofString())
                .join();
    }

    HttpResponse<String> post(String path, String payload, String... headers) {
        return postAsync(path, payload, headers).join();
    }

    CompletableFuture<HttpResponse<String>> postAsync(String path, String payload, String... headers) {
        HttpRequest.Builder request = request(path, headers).POST(BodyPublishers.ofString(payload));
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> stream(String payload, String... headers) {
        HttpRequest.Builder request = request("/2021-11-15/functions/echo/response-streaming-invocations", headers)
                .POST(BodyPublishers.ofString(payload));
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofByteArray()).join();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + tester.server.port() + path))
                .timeout(ServerTester.PATIENCE);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** Sends a request to the admin port as a program of this machine. */
    HttpResponse<String> admin(String method, String path) {
        return adminWith(method, path, "Effe-Admin", "yes");
    }

    /** Sends a request to the admin port, with headers as names and values. */
    HttpResponse<String> adminWith(String method, String path, String... headers) {
        int port = tester.server.adminPort().orElseThrow();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(ServerTester.PATIENCE)
                .method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    @Override
    public void close() {
        tester.close();
    }
}
