package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedFailuresTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final RepeatedFailures failures = new RepeatedFailures(now::get);

    private int count(Throwable failure) {
        return failures.count(ReadThrowable.of(failure));
    }

    private static Throwable at(int line, Throwable failure) {
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("com.acme.A", "run", "A.java", line)});
        return failure;
    }

    @Test
    void countsThoseOfTheSameClassAndPlaceWhateverTheySay() {
        assertThat(count(at(1, new IllegalStateException("order 1")))).isEqualTo(1);
        assertThat(count(at(1, new IllegalStateException("order 2")))).isEqualTo(2);
        assertThat(count(at(2, new IllegalStateException("order 1")))).isEqualTo(1);
        assertThat(count(at(1, new IllegalArgumentException("order 1")))).isEqualTo(1);
        assertThat(count(at(1, new IllegalStateException("order 1", at(7, new RuntimeException())))))
                .isEqualTo(1);
        assertThat(count(at(1, new IllegalStateException("order 3")))).isEqualTo(3);
    }

    @Test
    void beginsAnewAfterAMinute() {
        assertThat(count(at(1, new Exception()))).isEqualTo(1);
        now.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
        assertThat(count(at(1, new Exception()))).isEqualTo(2);
        now.incrementAndGet();
        assertThat(count(at(1, new Exception()))).isEqualTo(1);
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(count(at(i, new Exception()))).isEqualTo(1);
        }
        assertThat(count(at(9_999, new Exception()))).isEqualTo(2);
        assertThat(count(at(0, new Exception()))).isEqualTo(1);
    }

    @Test
    void aRepetitionIsOneLine() {
        Throwable failure = at(12, new IllegalStateException("no\nstock"));
        assertThat(ReadThrowable.of(failure).line())
                .isEqualTo("java.lang.IllegalStateException: no stock, at com.acme.A.run(A.java:12)");
    }
}
