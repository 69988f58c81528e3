package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Logic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs, metrics and events of a served function, and the wait for them. */
final class EventuallyTest {

    private static final Logger log = LoggerFactory.getLogger("com.example.Later");

    private final Semaphore go = new Semaphore(0);

    /** Logs a while after its answer; fails at /fail, and as often as an event says. */
    private Logic<?> later() {
        AtomicInteger runs = new AtomicInteger();
        return Logic.of((request, response) -> {
            if (request.path().equals("/fail")) {
                throw new IllegalStateException("on purpose");
            }
            String text = request.text();
            if (text.startsWith("\"fail")) {
                go.acquire();
                throw new IllegalStateException("try " + runs.incrementAndGet());
            }
            System.out.println("printed for " + text);
            new Thread(() -> {
                        go.acquireUninterruptibly();
                        log.info("done with {}", text);
                    })
                    .start();
            response.json(text);
        });
    }

    @RegisterExtension
    final EffeExtension effe = EffeExtension.serving(later())
            .set("lambda-api", "on")
            .set("event-retries", "1")
            .set("event-retry-delay", "1ms");

    @RegisterExtension
    final EffeExtension closed = EffeExtension.serving(later()).set("admin-port", "off");

    @Test
    void waitsForTheLog() {
        effe.post("/", "7");
        assertThat(effe.log()).contains("printed for 7").doesNotContain("done with 7");
        go.release();
        // @start region="eventually"
        effe.eventually(() -> assertThat(effe.log()).contains("done with 7"));
        // @end
    }

    @Test
    void countsCallsByTheirOutcome() {
        effe.get("/");
        effe.get("/fail");
        // @start region="metrics"
        effe.eventually(() -> assertThat(effe.metrics().value("effe_invocations_seconds_count", "outcome", "failed"))
                .isEqualTo(1));
        // @end
        effe.eventually(() -> assertThat(effe.metrics().value("effe_invocations_seconds_count"))
                .isEqualTo(2));
        assertThat(effe.metrics().value("effe_ready")).isEqualTo(1);
        assertThat(effe.log()).contains("ERROR").contains("on purpose");
        go.release(2);
    }

    @Test
    void followsAnEventToItsEnd() {
        // @start region="async"
        String id = effe.invokeAsync(LambdaEvent.ofJson("{\"order\": 7}"));

        effe.eventually(
                () -> assertThat(effe.metrics().value("effe_events_done_total")).isEqualTo(1));
        assertThat(effe.events().state(id)).isEmpty();
        // @end
        assertThat(effe.events().pending()).isZero();
        assertThat(effe.events().failed()).isZero();
        assertThat(effe.log()).contains("[" + id + "]").contains("printed for {\"order\":7}");
        go.release();
    }

    @Test
    void followsAnEventThatFails() {
        String id = effe.invokeAsync(LambdaEvent.ofJson("\"fail\""));
        effe.eventually(() -> assertThat(effe.events().running()).isEqualTo(1));
        assertThat(effe.events().state(id)).contains("running");
        assertThat(effe.events().attempts(id)).isZero();
        go.release();
        effe.eventually(() -> assertThat(effe.events().attempts(id)).isEqualTo(1));
        assertThat(effe.events().pending()).isEqualTo(1);
        go.release();
        effe.eventually(() -> assertThat(effe.events().state(id)).contains("failed"));
        assertThat(effe.events().attempts(id)).isEqualTo(2);
        assertThat(effe.events().failed()).isEqualTo(1);
        assertThat(effe.log()).contains("try 1", "try 2");
    }

    @Test
    void namesWhatIsOff() {
        assertThatThrownBy(closed::metrics)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("There is no admin port: leave out set(\"admin-port\", ...)");
        assertThatThrownBy(() -> closed.invokeAsync(LambdaEvent.ofJson("{}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The Lambda API is off");
        assertThatThrownBy(() -> effe.events("other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The admin port answered /events?limit=10000&function=other with 404: ");
        go.release();
    }

    @Test
    void leavesNoFolderOfEvents() throws Exception {
        long before = folders();
        EffeExtension other = EffeExtension.serving(later()).set("lambda-api", "on");
        other.beforeAll(EffeExtensionTest.context());
        other.invokeAsync(LambdaEvent.ofJson("1"));
        assertThat(folders()).isEqualTo(before + 1);
        go.release();
        other.eventually(() -> assertThat(other.log()).contains("printed for 1"));
        other.afterAll(EffeExtensionTest.context());
        assertThat(folders()).isEqualTo(before);
        assertThat(Path.of("effe-data")).doesNotExist();
        String after = other.log();
        log.info("not of this server's time");
        assertThat(other.log()).isEqualTo(after).contains("printed for 1");
    }

    private static long folders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("effe-test-"))
                    .count();
        }
    }

    @Test
    void triesUntilItHolds() {
        AtomicInteger tries = new AtomicInteger();
        effe.eventually(() -> {
            if (tries.incrementAndGet() < 5) {
                throw new IOException("not yet");
            }
        });
        assertThat(tries).hasValue(5);
    }

    @Test
    void failsWithTheLastFailure() {
        AtomicInteger tries = new AtomicInteger();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> effe.eventually(
                        Duration.ofSeconds(1),
                        () -> assertThat(tries.incrementAndGet()).isZero()))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s)Not so within 1000 ms, tried \\d+ times: .*" + tries + ".*")
                .cause()
                .hasMessageContaining("" + tries);
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(tries.get()).isGreaterThan(1);
    }

    @Test
    void endsAtOnceWithAnErrorThatIsNoAssertion() {
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() -> effe.eventually(() -> {
                    tries.incrementAndGet();
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void endsByAnInterrupt() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        Thread thread = new Thread(() -> {
            try {
                effe.eventually(Duration.ofMinutes(10), () -> {
                    waiting.countDown();
                    throw new IOException("never");
                });
            } catch (IllegalStateException e) {
                interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 2);
            }
        });
        thread.start();
        waiting.await();
        thread.interrupt();
        thread.join();
        assertThat(interrupted).hasValue(1);
    }

    @Test
    void boundsThePatience() {
        for (Duration wrong :
                new Duration[] {Duration.ofMillis(999), Duration.ofMinutes(10).plusNanos(1)}) {
            assertThatThrownBy(() -> effe.eventually(wrong, () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("patience must be from 1 s to 10 min, but was PT");
        }
        effe.eventually(Duration.ofSeconds(1), () -> {});
        effe.eventually(Duration.ofMinutes(10), () -> {});
    }
}
