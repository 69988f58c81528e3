package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.effe.server.kit.Soon;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a throwable of user code is and does, it is logged, in bounds. */
class FailureLogTest {

    private static final int MOST_BYTES = 200_000;

    private final Logger log = new LoggerContext().getLogger("com.acme.Orders");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void record() {
        log.getLoggerContext().setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
        log.setLevel(Level.INFO);
        events.start();
        log.addAppender(events);
    }

    private String logged(Throwable failure) {
        FailureLog.error(log, "The function failed", failure);
        return text(events.list.get(events.list.size() - 1));
    }

    private static String text(ILoggingEvent event) {
        byte[] line = new TextEncoder().encode(event);
        assertThat(line.length).isLessThan(MOST_BYTES);
        return new String(line, StandardCharsets.UTF_8);
    }

    /** A failure with methods of its own. */
    private static class Evil extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        Evil(@Nullable String message) {
            super(message);
        }
    }

    @Test
    void writesWhatPrintStackTraceWould() {
        IllegalStateException failure =
                new IllegalStateException("outer", new IOException("inner", new RuntimeException()));
        failure.addSuppressed(new IllegalArgumentException("beside"));

        String text = logged(failure);
        assertThat(text.lines().filter(line -> !line.contains("\tat "))).satisfies(lines -> {
            assertThat(lines.get(0)).endsWith("ERROR Orders - The function failed");
            assertThat(lines.get(1)).isEqualTo("    java.lang.IllegalStateException: outer");
            assertThat(lines.get(2)).isEqualTo("    \tSuppressed: java.lang.IllegalArgumentException: beside");
            assertThat(lines.get(3)).matches("    \t\t\\.\\.\\. \\d+ common frames omitted");
            assertThat(lines.get(4)).isEqualTo("    Caused by: java.io.IOException: inner");
            assertThat(lines.get(6)).isEqualTo("    Caused by: java.lang.RuntimeException");
        });
        assertThat(text).contains("    \tat dev.effe.server.log.FailureLogTest.writesWhat");
    }

    @Test
    void whatRepeatsHasItsStackOnceAndNoLineWhereItsLevelIsOff() {
        RuntimeException failure = new RuntimeException("no stock");
        log.setLevel(Level.OFF);
        FailureLog.repeatable(log, "The function failed", failure);
        assertThat(events.list).isEmpty();

        log.setLevel(Level.INFO);
        FailureLog.repeatable(log, "The function failed", failure);
        FailureLog.repeatable(log, "The function failed", failure);
        assertThat(events.list).hasSize(2);
        assertThat(text(events.list.get(0))).contains("no stock").contains("\tat ");
        assertThat(text(events.list.get(1)))
                .contains("no stock", "(2 times within a minute: the first has the stack)")
                .doesNotContain("\tat ");
    }

    @Test
    void aHugeMessageIsCut() {
        assertThat(logged(new Evil("x".repeat(100_000_000)))).contains("more characters)");
        assertThat(logged(new Evil("x".repeat(8192)))).doesNotContain("more characters");
        assertThat(logged(new Evil("x".repeat(8193)))).contains("… (1 more characters)");
    }

    @Test
    void aChainOfCausesIsCut() {
        Throwable failure = new Evil("the root");
        for (int i = 0; i < 10_000; i++) {
            failure = new Evil("x".repeat(1000)).initCause(failure);
        }
        assertThat(logged(failure).lines().filter(line -> line.contains("Caused by: ")))
                .hasSizeBetween(10, 20);
    }

    @Test
    void manySuppressedAreCut() {
        Evil failure = new Evil("outer");
        for (int i = 0; i < 10_000; i++) {
            failure.addSuppressed(new Evil("beside"));
        }
        assertThat(logged(failure).lines().filter(line -> line.contains("Suppressed: ")))
                .hasSizeBetween(10, 20);
    }

    @Test
    void aCircleOfCausesEnds() {
        Evil first = new Evil("first");
        Evil second = new Evil("second");
        first.initCause(second);
        second.initCause(first);
        first.addSuppressed(second);

        assertThat(logged(first)).contains("first").contains("second").contains("(not read: it is above)");
    }

    @Test
    void anEndlessChainEnds() {
        class Endless extends Evil {
            @Serial
            private static final long serialVersionUID = 1;

            Endless() {
                super("again");
            }

            @Override
            public synchronized Throwable getCause() {
                return new Endless();
            }
        }
        assertThat(logged(new Endless())).contains("again");
    }

    @Test
    void whatItsMethodsThrowGetsNowhere() {
        class Throwing extends Evil {
            @Serial
            private static final long serialVersionUID = 1;

            Throwing() {
                super("");
            }

            @Override
            public String getMessage() {
                throw new UnsupportedOperationException("a bug in an exception");
            }

            @Override
            public synchronized Throwable getCause() {
                throw new StackOverflowError();
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                throw new OutOfMemoryError("said so");
            }

            @Override
            public String toString() {
                throw new AssertionError();
            }
        }
        assertThat(logged(new Throwing()))
                .contains("The function failed; its message cannot be logged")
                .contains("Throwing: (not read: its getMessage threw java.lang.UnsupportedOperationException)");
    }

    @Test
    void aThrowableThatIsNotThereIsNone() {
        FailureLog.error(log, "The start of {} failed", null, "a");
        assertThat(events.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("The start of a failed");
            assertThat(event.getThrowableProxy()).isNull();
        });
    }

    @Test
    void thoseThatNeverReturnCostEightThreads() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        class Blocking extends Evil {
            @Serial
            private static final long serialVersionUID = 1;

            Blocking() {
                super("");
            }

            @Override
            public String getMessage() {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "at last";
            }
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> FailureLog.error(log, "blocked", new Blocking())));
        }
        threads.forEach(Thread::start);
        Soon.await().until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));

        assertThat(logged(new Evil("of another"))).contains("Evil: (not read: 8 others");
        never.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(logged(new Evil("of another"))).contains("Evil: of another");
        assertThat(events.list).hasSize(10);
    }

    @Test
    void onlyWhatIsAllOfTheJdkIsQuick() {
        assertThat(FailureLog.isQuick(new UncheckedIOException(new IOException("x"))))
                .isTrue();
        assertThat(FailureLog.isQuick(new Evil("x"))).isFalse();
        assertThat(FailureLog.isQuick(new IllegalStateException(new Evil("x")))).isFalse();
        Throwable circle = new IllegalStateException();
        circle.initCause(new IllegalStateException(circle));
        assertThat(FailureLog.isQuick(circle)).isFalse();
        Throwable suppressing = new IllegalStateException();
        suppressing.addSuppressed(new Evil("x"));
        assertThat(FailureLog.isQuick(suppressing)).isFalse();
    }

    /** The function's own log. */
    @Test
    void aLogOfTheFunctionsIsBoundedToo() {
        Throwable deep = new Evil("the root");
        for (int i = 0; i < 300; i++) {
            deep = new Evil("x".repeat(100_000)).initCause(deep);
        }
        log.error("y".repeat(100_000_000), deep);
        assertThat(text(events.list.get(0)))
                .contains("yyy… (99934464 more characters)")
                .contains("… (and more)");
    }
}
