package dev.effe.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;

/** Sends requests and waits for their answers. Thread-safe. */
final class HttpCalls {

    /** Longer than the server lets a function run, so that a test sees the server's own answer to that. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @throws UncheckedIOException if no answer comes in time */
    <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        HttpRequest built = request.build();
        if (built.timeout().isEmpty()) {
            built = request.timeout(ANSWER_TIMEOUT).build();
        }
        try {
            return client.send(built, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the answer", e);
        }
    }
}
