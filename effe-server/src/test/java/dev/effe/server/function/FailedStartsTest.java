package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.FakeTicker;
import dev.effe.server.kit.LogLines;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.pool.ClaimException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailedStartsTest {

    private final LogLines log = LogLines.of(FailedStarts.class);
    private final FakeTicker ticker = new FakeTicker();
    private final FailedStarts failed = new FailedStarts("", ticker);

    @AfterEach
    void leave() {
        log.close();
    }

    private void fails(Throwable failure) {
        failed.tell(new ClaimException(ClaimException.Reason.START_FAILED, Duration.ofMillis(50), failure));
    }

    private List<String> lines() {
        return log.events().stream()
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
