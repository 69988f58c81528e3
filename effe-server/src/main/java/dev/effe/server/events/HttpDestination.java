package dev.effe.server.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** POSTs records; a status from 200 to 299 says that one has arrived. The attributes are headers. Holds no thread. */
final class HttpDestination implements Destination {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final int LONGEST_VALUE = 1024;

    private final URI uri;
    private final Duration patience;
    private final HttpClient client;

    /**
     * Makes it.
     *
     * @param patience for the whole answer, which may come byte by byte
     * @param tellers wait for name servers
     */
    HttpDestination(URI uri, Duration patience, Executor tellers) {
        this.uri = uri;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .executor(tellers)
                .build();
    }

    @Override
    public void send(String name, Map<String, String> attributes, byte[] json, Consumer<@Nullable Throwable> told) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", name);
        attributes.forEach((attribute, value) -> request.header(attribute, headerValue(value)));
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request.POST(BodyPublishers.ofByteArray(json)).build(), BodyHandlers.discarding());
        answer.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((response, failure) -> {
            answer.cancel(true); // Closes the connection of one that is too slow.
            told.accept(failure == null ? refusal(response.statusCode()) : named(failure));
        });
    }

    private static @Nullable IOException refusal(int status) {
        return status / 100 == 2 ? null : new IOException("it answered " + status);
    }

    private Throwable named(Throwable failure) {
        return failure instanceof TimeoutException
                ? new IOException("it did not answer within " + patience.toMillis() + " ms", failure)
                : failure;
    }

    /** An exception's message may hold anything. */
    private static String headerValue(String text) {
        String printable = text.replaceAll("[^ -~]", " ").strip();
        return printable.substring(0, Math.min(printable.length(), LONGEST_VALUE));
    }
}
