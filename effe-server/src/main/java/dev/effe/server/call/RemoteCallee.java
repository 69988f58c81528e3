package dev.effe.server.call;

import dev.effe.server.http.message.WholeAnswer;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Body;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A function of another process, called by HTTP/1.1. A request is sent again only if no connection could be made, so that
 * no function ever runs twice for one call. Thread-safe.
 */
public final class RemoteCallee implements Callee {

    private static final int MOST_ATTEMPTS = 3;
    private static final long FIRST_PAUSE_NANOS = 100_000_000;

    private final String name;
    private final String address;
    private final @Nullable CallToken token;
    private final RemoteClient client;
    private final int maxBytes;
    private final MemoryBudget memory;

    /**
     * Makes one.
     *
     * @param address such as {@code http://stock:8080}; its path, if it has one, stands before that of the call
     * @param token what the other process wants to hear; null if it wants none
     * @param maxBytes how long an answer may be
     */
    public RemoteCallee(
            String name,
            URI address,
            @Nullable CallToken token,
            RemoteClient client,
            int maxBytes,
            MemoryBudget memory) {
        this.name = name;
        this.address = address.toString().replaceFirst("/+$", "") + CallRoute.PREFIX + "/" + name;
        this.token = token;
        this.client = client;
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    @Override
    public Reply send(Outgoing sent) {
        long endNanos = System.nanoTime() + sent.nanos();
        Reply reply = attempt(sent, endNanos);
        for (int attempts = 1; attempts < MOST_ATTEMPTS && isUnconnected(reply); attempts++) {
            LockSupport.parkNanos(this, Math.min(FIRST_PAUSE_NANOS * attempts, endNanos - System.nanoTime()));
            reply = Thread.currentThread().isInterrupted()
                    ? Reply.without(Reply.End.OUT_OF_TIME, sent.id(), reply.cause())
                    : attempt(sent, endNanos);
        }
        return reply;
    }

    private static boolean isUnconnected(Reply reply) {
        return reply.cause() instanceof ConnectException || reply.cause() instanceof HttpConnectTimeoutException;
    }

    private Reply attempt(Outgoing sent, long endNanos) {
        long leftNanos = endNanos - System.nanoTime();
        if (leftNanos <= 0) {
            return Reply.without(Reply.End.OUT_OF_TIME, sent.id(), null);
        }
        try (LimitedBody body = new LimitedBody(maxBytes, memory)) {
            CompletableFuture<HttpResponse<Body>> future =
                    client.client().sendAsync(request(sent, leftNanos), head -> body);
            return await(future, sent, leftNanos);
        }
    }

    private Reply await(CompletableFuture<HttpResponse<Body>> future, Outgoing sent, long leftNanos) {
        try {
            return reply(future.get(leftNanos, TimeUnit.NANOSECONDS), sent);
        } catch (TimeoutException e) {
            future.cancel(true);
            return Reply.without(Reply.End.OUT_OF_TIME, sent.id(), null);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return Reply.without(Reply.End.OUT_OF_TIME, sent.id(), e);
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause(), sent);
        }
    }

    private Reply reply(HttpResponse<Body> response, Outgoing sent) {
        boolean functions = response.headers().firstValue(CallRoute.MARK).isPresent();
        if (response.statusCode() == 404 && !functions) {
            IOException why = new IOException(response.uri().getAuthority() + " takes no calls of " + name
                    + " from here: is it there, and is call-token-file the same?");
            return Reply.without(Reply.End.UNREACHABLE, sent.id(), why);
        }
        return Reply.answered(
                new WholeAnswer(response.statusCode(), response.headers().map(), response.body()));
    }

    private static Reply failed(Throwable cause, Outgoing sent) {
        boolean tooLarge = cause instanceof LimitedBody.TooLargeException
                || cause.getCause() instanceof LimitedBody.TooLargeException;
        return Reply.without(tooLarge ? Reply.End.UNUSABLE : Reply.End.UNREACHABLE, sent.id(), cause);
    }

    private HttpRequest request(Outgoing sent, long leftNanos) {
        int length = sent.body().length();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + sent.target()))
                .method(
                        sent.method(),
                        length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(sent.body().bytes()))
                .header("Effe-Timeout", Long.toString(millis(leftNanos)));
        sent.headers().asMap().forEach((header, values) -> addAll(request, header, values));
        if (token != null) {
            request.header(CallToken.HEADER, token.text());
        }
        return request.build();
    }

    /** In 7 digits, beyond which nobody reads it. */
    private static long millis(long nanos) {
        return Math.max(1, Math.min(9_999_999, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    private static void addAll(HttpRequest.Builder request, String header, List<String> values) {
        values.forEach(value -> request.header(header, value));
    }
}
