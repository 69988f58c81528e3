package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Two requests that wait for each other for ever. */
class DeadlockTest {

    /** Found within 10 s; builds run on busy machines. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void ofPlatformThreadsIsFoundLoggedAndFailsLiveness() throws Exception {
        assertFound(lockingEachOther(), "platform", "ReentrantLock");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "older Java has no virtual threads")
    void ofVirtualThreadsIsFoundToo() throws Exception {
        assertFound(lockingEachOther(), "virtual", "ReentrantLock");
    }

    @Test
    void ofCallsOnTheirEventLoopIsFoundToo() throws Exception {
        assertFound(lockingEachOther(), "auto", "ReentrantLock");
    }

    private static RecordingLogic lockingEachOther() {
        Lock one = new ReentrantLock();
        Lock two = new ReentrantLock();
        CountDownLatch both = new CountDownLatch(2);
        return new RecordingLogic((request, response) -> {
            boolean first = request.path().equals("/1");
            (first ? one : two).lock();
            both.countDown();
            both.await();
            (first ? two : one).lock();
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "thread dumps of older Java do not tell who owns a monitor")
    void ofVirtualThreadsOverMonitorsIsFoundToo() throws Exception {
        Object one = new Object();
        Object two = new Object();
        CountDownLatch both = new CountDownLatch(2);
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            boolean first = request.path().equals("/1");
            synchronized (first ? one : two) {
                both.countDown();
                both.await();
                synchronized (first ? two : one) {
                    response.text("never");
                }
            }
        });
        assertFound(logic, "virtual", "java.lang.Object@");
    }

    private static void assertFound(RecordingLogic logic, String workers, String lock) throws Exception {
        try (ServerTester server = ServerTester.start(
                        logic, "workers", workers, "drain-timeout", "0s", "stop-timeout", "1s", "context-idle", "10s")
                .ready()) {
            server.getAsync("/1");
            server.getAsync("/2");

            await().atMost(PATIENCE).until(() -> server.get("/_effe/livez").statusCode() == 503);
            assertThat(server.get("/_effe/livez").body()).startsWith("deadlocked");
            assertThat(server.logged(ch.qos.logback.classic.Level.ERROR))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getFormattedMessage())
                            .contains("wait for each other for ever", "\" waits for ", ", held by \"effe-worker", lock)
                            .containsPattern(
                                    "(?s)\"effe-worker.*waits.*DeadlockTest.*\"effe-worker.*waits.*DeadlockTest"));
        }
    }
}
