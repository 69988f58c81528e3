package dev.effe.postgres;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheringTest {

    private long nowNanos = 1_000;
    private final Gathering gathering = new Gathering(() -> nowNanos);

    private void write(long millis, int callers, int waiting) {
        gathering.begins();
        nowNanos += MILLISECONDS.toNanos(millis);
        gathering.isOver(callers, waiting);
    }

    @Test
    void theFirstWriteWaitsForNobody() {
        assertThat(gathering.nanos(1, 1)).isZero();
    }

    @Test
    void whoeverAppendsAloneDoesNotWait() {
        write(3, 1, 0);

        assertThat(gathering.nanos(1, 1)).isZero();
    }

    @Test
    void waitsHalfTheLastWriteForThoseOfItAndThoseWhoCameMeanwhile() {
        write(3, 11, 5);

        assertThat(gathering.nanos(15, 15)).isEqualTo(1_500_000);
        assertThat(gathering.nanos(16, 16)).isZero();
        nowNanos += 1_400_000;
        assertThat(gathering.nanos(6, 6)).isEqualTo(100_000);
    }

    @Test
    void waitsNoLongerThanTwoMilliseconds() {
        write(900, 2, 0);

        assertThat(gathering.nanos(1, 1)).isEqualTo(2_000_000);
    }

    @Test
    void manyEventsAreWrittenWithoutAWait() {
        write(3, 16, 0);

        assertThat(gathering.nanos(1, 63)).isPositive();
        assertThat(gathering.nanos(1, 64)).isZero();
    }

    @Test
    void anAppendLongAfterTheLastWriteDoesNotWait() {
        write(3, 16, 0);
        nowNanos += 1_500_001;

        assertThat(gathering.nanos(1, 1)).isNegative();
    }
}
