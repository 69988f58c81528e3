package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A server of this JVM whose function is a program of its own, and clients of its Invoke API and of its port. */
final class RuntimeTester implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ServerTester tester;
    private final LoadedLogic loaded;

    private RuntimeTester(ServerTester tester, LoadedLogic loaded) {
        this.tester = tester;
        this.loaded = loaded;
    }

    /** Starts it with settings as names and values, which name the program. */
    static RuntimeTester start(List<String> settings, String... more) throws Exception {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of("function-name", "f", "lambda-api", "on", "start-timeout", "60s"));
        all.addAll(Arrays.asList(more));
        Settings read = Settings.of(all.toArray(String[]::new));
        LoadedLogic loaded = FunctionLife.load(read).orElseThrow();
        return new RuntimeTester(ServerTester.start(loaded, all.toArray(String[]::new)), loaded);
    }

    Server server() {
        return tester.server;
    }

    HttpResponse<String> invoke(String payload, String... headers) {
        return invokeAsync(payload, headers).join();
    }

    CompletableFuture<HttpResponse<String>> invokeAsync(String payload, String... headers) {
        HttpRequest request = request("/2015-03-31/functions/f/invocations", headers)
                .POST(BodyPublishers.ofString(payload))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    /** The payload of a call that must succeed. */
    String answer(String payload) {
        HttpResponse<String> answer = invoke(payload);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error"))
                .as(answer.body())
                .isEmpty();
        return answer.body();
    }

    /** The payload of a call that must fail. */
    String error(String payload) {
        HttpResponse<String> answer = invoke(payload);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error"))
                .as(answer.body())
                .hasValue("Unhandled");
        return answer.body();
    }

    HttpResponse<byte[]> stream(String payload) {
        HttpRequest request = request("/2021-11-15/functions/f/response-streaming-invocations")
                .POST(BodyPublishers.ofString(payload))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofByteArray()).join();
    }

    HttpResponse<String> http(String method, String path, String body, String... headers) {
        HttpRequest request = request(path, headers)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
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

    @Override
    public void close() {
        tester.close();
        try {
            loaded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
