package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.effe.server.kit.RecordingLogic;
import dev.effe.server.kit.Soon;
import dev.effe.server.log.RateLimitedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that is not over at its deadline is told of in the log, with the stack of its worker, whatever that is. */
@Tag("once")
class MissedDeadlineTest {

    static List<String> workers() {
        return JRE.currentJre().compareTo(JRE.JAVA_21) < 0
                ? List.of("platform", "auto")
                : List.of("platform", "auto", "virtual");
    }

    @BeforeEach
    void tellWhatOtherTestsHaveLeft() {
        RateLimitedLog.tellAll();
    }

    @ParameterizedTest
    @MethodSource("workers")
    void aCallThatWaitsIsToldOfOnceWithItsStack(String workers) throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) -> new CountDownLatch(1).await());
        try (ServerTester server = start(logic, workers)) {
            assertThat(server.get("/a%0Ab?secret=1").statusCode()).isEqualTo(504);
            assertTold(server, "GET /a%0Ab was not over at its deadline, ", "CountDownLatch.await");
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void aCallThatComputesIsToldOf(String workers) throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            while (!released.get()) {
                Thread.onSpinWait();
            }
        });
        try (ServerTester server = start(logic, workers)) {
            assertThat(server.get("/spin").statusCode()).isEqualTo(504);
            assertTold(server, "GET /spin was not over at its deadline, ");
        } finally {
            released.set(true);
        }
    }

    /** Each holds what the other waits for: two stacks say it, without a search for deadlocks. */
    @ParameterizedTest
    @MethodSource("workers")
    void aCallThatWaitsForALockIsToldOf(String workers) throws Exception {
        ReentrantLock lock = new ReentrantLock();
        RecordingLogic logic = new RecordingLogic((request, response) -> lock.lockInterruptibly());
        lock.lock();
        try (ServerTester server = start(logic, workers)) {
            assertThat(server.get("/locked").statusCode()).isEqualTo(504);
            assertTold(server, "GET /locked was not over at its deadline, ", "ReentrantLock.lockInterruptibly");
        }
    }

    private static ServerTester start(RecordingLogic logic, String workers) throws Exception {
        return ServerTester.start(logic, "workers", workers, "timeout", "1s", "stop-timeout", "1s")
                .ready();
    }

    private static void assertTold(ServerTester server, String... parts) {
        assertThat(server.logged(Level.WARN)).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage())
                    .contains(parts)
                    .contains("effe-worker", "\tat dev.effe.server.MissedDeadlineTest")
                    .doesNotContain("secret");
            assertThat(server.callOf(line)).isNotEmpty();
        });
    }

    @Test
    void aBurstIsOneLineAndANumber() throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) -> new CountDownLatch(1).await());
        try (ServerTester server = start(logic, "auto")) {
            List<java.util.concurrent.CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                calls.add(server.getAsync("/" + i));
            }
            calls.forEach(java.util.concurrent.CompletableFuture::join);
            assertThat(server.logged(Level.WARN)).hasSize(1);

            RateLimitedLog.tellAll();
            assertThat(server.logged(Level.WARN))
                    .last()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .startsWith("4 more within a minute: ")
                    .contains("was not over at its deadline");
        }
    }

    /** The timeout's own doing is no failure of the function; what else goes wrong then is said to be late. */
    @Test
    void whatAFunctionThrowsAfterItsTimeoutIsNotSaidToBeItsFailure() throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                if (request.path().equals("/wrapped")) {
                    throw new IllegalStateException("wrapped", e);
                }
                throw new IllegalStateException("the cleanup failed");
            }
        });
        try (ServerTester server = start(logic, "auto")) {
            assertThat(server.get("/wrapped").statusCode()).isEqualTo(504);
            assertThat(server.get("/cleanup").statusCode()).isEqualTo(504);
            Soon.await().until(() -> server.logged(Level.ERROR).size() == 1);
            assertThat(server.logged(Level.ERROR))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .startsWith("The function failed after its deadline"));
            assertThat(server.logged(Level.INFO))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .doesNotContain("The function failed");
        }
    }
}
