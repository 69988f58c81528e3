package dev.effe.server.call;

import dev.effe.server.threads.ServerThreads;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The HTTP client of all calls to other processes, made with the first of them. Thread-safe. */
public final class RemoteClient {

    /** An address that does not answer is no better than one where nobody is. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Guarded by this; written once. */
    private volatile @Nullable HttpClient made;

    HttpClient client() {
        HttpClient known = made;
        return known == null ? make() : known;
    }

    private synchronized HttpClient make() {
        HttpClient known = made;
        if (known == null) {
            Thread thread = Thread.currentThread();
            ClassLoader functions = thread.getContextClassLoader();
            // A thread of the client's must not hold the function that happens to call first.
            thread.setContextClassLoader(RemoteClient.class.getClassLoader());
            try {
                known = build();
            } finally {
                thread.setContextClassLoader(functions);
            }
            made = known;
        }
        return known;
    }

    private static HttpClient build() {
        AtomicInteger number = new AtomicInteger();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(Executors.newCachedThreadPool(
                        task -> ServerThreads.replaceable("effe-call-" + number.incrementAndGet(), task)))
                .build();
    }
}
