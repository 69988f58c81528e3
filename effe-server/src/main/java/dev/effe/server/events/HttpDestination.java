package dev.effe.server.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * POSTs records; a status from 200 to 299 says that one has arrived. The attributes are headers. The user of the URI is
 * sent as Authorization, and is nowhere else. Holds no thread.
 */
final class HttpDestination implements Destination {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final int LONGEST_VALUE = 1024;
    private static final Pattern USER = Pattern.compile("//[^/?#]*@");

    /** Without its user. */
    private final URI uri;
    /** The credentials of the URI's user; empty if there is none. */
    private final Map<String, String> authorization;

    private final Optional<HeaderFile> headerFile;
    private final Duration patience;
    private final HttpClient client;

    /**
     * Makes it.
     *
     * @param headerFile has more headers, before which the URI's user does not count
     * @param patience for the whole answer, which may come byte by byte
     * @param tellers wait for name servers
     */
    HttpDestination(URI uri, Optional<HeaderFile> headerFile, Duration patience, Executor tellers) {
        boolean hasUser = uri.getUserInfo() != null;
        this.uri = hasUser ? URI.create(USER.matcher(uri.toString()).replaceFirst("//")) : uri;
        this.authorization = hasUser ? basic(uri.getUserInfo()) : Map.of();
        this.headerFile = headerFile;
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
        authorization.forEach(request::setHeader);
        moreHeaders().forEach(request::setHeader);
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request.POST(BodyPublishers.ofByteArray(json)).build(), BodyHandlers.discarding());
        answer.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((response, failure) -> {
            answer.cancel(true); // Closes the connection of one that is too slow.
            told.accept(failure == null ? refusal(response.statusCode()) : named(failure));
        });
    }

    /** RFC 7617. */
    private static Map<String, String> basic(String userInfo) {
        String both = userInfo.indexOf(':') < 0 ? userInfo + ":" : userInfo;
        byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    private Map<String, String> moreHeaders() {
        try {
            return headerFile.isPresent() ? headerFile.get().headers() : Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
