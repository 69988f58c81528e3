package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers whose headers say that they wait for less long than timeout. */
@Timeout(120)
class ImpatientCallerTest {

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    @ParameterizedTest
    @ValueSource(strings = {"Effe-Timeout: 1000", "effe-timeout: 1000", "X-Timeout: 1", "X-Timeout: 1.0s"})
    void aCallIsOverWhenItsCallerWaitsNoMore(String header) throws Exception {
        CompletableFuture<Duration> remaining = new CompletableFuture<>();
        CountDownLatch interrupted = new CountDownLatch(1);
        try (TestServer server = TestServer.serving(
                (request, response) -> {
                    remaining.complete(request.remaining());
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        interrupted.countDown();
                    }
                },
                "timeout",
                "1h")) {
            HttpAnswer answer = server.fetch("/", header);
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.text()).contains("urn:effe:error:timeout");
            assertThat(remaining.get().toMillis()).isBetween(0L, 1000L);
            assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Effe-Timeout: 99999999", "Effe-Timeout: soon", "X-Timeout: 0", "X-Timeout: 999h"})
    void whatIsLongerOrCannotBeReadChangesNothing(String header) throws Exception {
        AtomicReference<Duration> remaining = new AtomicReference<>(Duration.ZERO);
        try (TestServer server =
                TestServer.serving((request, response) -> remaining.set(request.remaining()), "timeout", "1h")) {
            assertThat(server.fetch("/", header).status()).isEqualTo(200);
            assertThat(remaining.get().toMillis()).isBetween(HOUR_MILLIS - 120_000, HOUR_MILLIS);
        }
    }

    @Test
    void theQueueIsLeftWhenTheCallerWaitsNoMore() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (TestServer server = TestServer.serving(
                (request, response) -> {
                    calls.incrementAndGet();
                    entered.countDown();
                    go.await();
                },
                "max-contexts",
                "1",
                "queue-timeout",
                "1h",
                "timeout",
                "1h")) {
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> status(server));
            entered.await();
            assertThat(server.fetch("/", "Effe-Timeout: 1000").status()).isEqualTo(504);
            assertThat(server.fetch("/", "Effe-Timeout: 0").status()).isEqualTo(504);
            go.countDown();
            assertThat(first.get()).isEqualTo(200);
            assertThat(calls).hasValue(1);
        }
    }

    private static int status(TestServer server) {
        try {
            return server.fetch("/").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
