package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueDelayTest {

    private static final long TARGET_NANOS = 1000;
    private static final int CONTEXTS = 2;
    /** Four rounds of both. */
    private static final int ALWAYS = 8;

    private final FakeTicker ticker = new FakeTicker();
    private final QueueDelay delay = new QueueDelay(TARGET_NANOS, CONTEXTS, ticker);

    /** Somebody comes to his turn. */
    private boolean isTooOld(long waitedNanos, int ahead, boolean isLast) {
        return delay.isTooOld(ticker.nanos() - waitedNanos, ahead, isLast);
    }

    @Test
    void whoeverHasAFewBeforeHimIsLetInHoweverSlowTheFunctionIs() {
        isTooOld(10 * TARGET_NANOS, 0, true);
        delay.refused();
        assertThat(delay.isTooLong(ALWAYS - 1)).isFalse();
        assertThat(delay.isTooLong(ALWAYS)).isTrue();
    }

    @Test
    void nobodyIsRefusedForTheWaitWhileNobodyHadToBe() {
        isTooOld(TARGET_NANOS, 0, true);
        assertThat(delay.isTooLong(1000)).isFalse();

        delay.refused();
        ticker.advance(Duration.ofNanos(TARGET_NANOS - 1));
        assertThat(delay.isTooLong(1000)).isTrue(); // And that counts as one.
        ticker.advance(Duration.ofNanos(TARGET_NANOS - 1));
        assertThat(delay.isTooLong(1000)).isTrue();
        ticker.advance(Duration.ofNanos(TARGET_NANOS));
        assertThat(delay.isTooLong(1000)).isFalse();
    }

    @Test
    void whoeverWouldWaitWithinTheTargetIsLetIn() {
        isTooOld(TARGET_NANOS / 10, 0, true);
        delay.refused();
        assertThat(delay.isTooLong(9)).isFalse();
        assertThat(delay.isTooLong(10)).isTrue();
    }

    @Test
    void theBacklogEndsOnceEverybodyHasBeenLateForLong() {
        assertThat(isTooOld(TARGET_NANOS + 1, 50, false)).isFalse();
        ticker.advance(Duration.ofNanos(TARGET_NANOS));
        assertThat(isTooOld(TARGET_NANOS + 1, 50, false))
                .as("nobody was refused")
                .isFalse();
        delay.refused();
        assertThat(isTooOld(TARGET_NANOS + 1, ALWAYS - 1, false)).as("a few").isFalse();
        assertThat(isTooOld(TARGET_NANOS + 1, ALWAYS, false)).isTrue();
        assertThat(isTooOld(TARGET_NANOS + 1, 50, true)).as("the last").isFalse();
        assertThat(isTooOld(TARGET_NANOS + 1, 50, false)).as("after the last").isFalse();
        ticker.advance(Duration.ofNanos(TARGET_NANOS - 1));
        delay.refused();
        assertThat(isTooOld(TARGET_NANOS + 1, 50, false)).isFalse();
        ticker.advance(Duration.ofNanos(1));
        assertThat(isTooOld(TARGET_NANOS + 1, 50, false)).isTrue();
        assertThat(isTooOld(TARGET_NANOS, 50, false)).as("in time").isFalse();
        assertThat(isTooOld(TARGET_NANOS + 1, 50, false)).isFalse();
    }
}
