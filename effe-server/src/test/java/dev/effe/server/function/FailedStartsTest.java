package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.pool.ClaimException;
import dev.effe.server.time.FakeTicker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailedStartsTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(FailedStarts.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final FakeTicker ticker = new FakeTicker();
    private final FailedStarts failed = new FailedStarts(ticker);

    @BeforeEach
    void listen() {
        appender.start();
        log.addAppender(appender);
    }

    @AfterEach
    void leave() {
        log.detachAppender(appender);
    }

    private void fails(Throwable failure) {
        failed.tell(new ClaimException(ClaimException.Reason.START_FAILED, Duration.ofMillis(50), failure));
    }

    private List<String> lines() {
        return appender.list.stream()
                .map(line -> (line.getThrowableProxy() == null ? "" : "stack: ") + line.getFormattedMessage())
                .toList();
    }

    private static IOException refused(int number) {
        IOException refused = new IOException("refused " + number);
        refused.setStackTrace(new StackTraceElement[] {new StackTraceElement("com.acme.A", "start", "A.java", 5)});
        return refused;
    }

    @Test
    void showsTheStackOfTheSameFailureOnce() throws Exception {
        AutoCloseable counted = RateLimitedLog.counted();
        fails(refused(1));
        fails(refused(2));
        fails(refused(3));
        counted.close();

        assertThat(lines())
                .containsExactly(
                        "stack: The function's start failed; next try in 50 ms",
                        "The function's start failed again, 2 times by now: java.io.IOException: refused 2, at"
                                + " com.acme.A.start(A.java:5); next try in 50 ms",
                        "1 more within a minute: The function's start failed again, … times by now: …; next try in"
                                + " … ms");
    }

    @Test
    void showsTheStackOfAnotherFailureAndOfOneThatComesBackLater() {
        fails(refused(1));
        fails(new IllegalStateException("else"));
        fails(refused(2));
        ticker.advance(Duration.ofSeconds(61));
        fails(refused(3));

        assertThat(lines()).hasSize(4).allMatch(line -> line.startsWith("stack: "));
    }

    @Test
    void survivesAFailureThatCannotBeLogged() {
        fails(new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }
        });

        assertThat(lines()).last().asString().contains("its message cannot be logged");
    }
}
