package dev.effe.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueDelayTest {

    private static final long TARGET_NANOS = 1000;
    private static final int CONTEXTS = 2;

    private final FakeTicker ticker = new FakeTicker();
    private final QueueDelay delay = new QueueDelay(TARGET_NANOS, CONTEXTS, ticker);

    private void pass(long nanos) {
        ticker.advance(Duration.ofNanos(nanos));
    }

    /** Somebody comes to his turn, with many behind him. */
    private boolean isTooOld(long waitedNanos) {
        return delay.isTooOld(ticker.nanos() - waitedNanos, 50);
    }

    /** The queue begins, and one is served in so many nanoseconds. */
    private void servesOneIn(long nanos) {
        delay.isTooLong(0);
        for (long passed = 0; passed < TARGET_NANOS; passed += nanos) {
            pass(nanos);
            isTooOld(0);
        }
    }

    /** So many come while one is served, for one measurement. */
    private void come(int each) {
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < each; j++) {
                delay.isTooLong(1);
            }
            pass(TARGET_NANOS / 10);
            isTooOld(0);
        }
    }

    @Test
    void asManyAsCanRunMayWaitHoweverSlowTheFunctionIs() {
        servesOneIn(10 * TARGET_NANOS);
        delay.refused();
        assertThat(delay.isTooLong(CONTEXTS - 1)).isFalse();
        assertThat(delay.isTooLong(CONTEXTS)).isTrue();
    }

    @Test
    void nobodyIsRefusedForTheWaitWhileNobodyHadToBe() {
        servesOneIn(TARGET_NANOS);
        assertThat(delay.isTooLong(1000)).isFalse();

        delay.refused();
        pass(TARGET_NANOS - 1);
        assertThat(delay.isTooLong(1000)).isTrue(); // And that counts as one.
        pass(TARGET_NANOS - 1);
        assertThat(delay.isTooLong(1000)).isTrue();
        pass(TARGET_NANOS);
        assertThat(delay.isTooLong(1000)).isFalse();
    }

    @Test
    void whoeverWouldWaitWithinTheTargetIsLetIn() {
        servesOneIn(TARGET_NANOS / 10);
        delay.refused();
        assertThat(delay.isTooLong(9)).isFalse();
        assertThat(delay.isTooLong(10)).isTrue();
    }

    @Test
    void theTimeWithoutAQueueDoesNotCount() {
        servesOneIn(TARGET_NANOS / 10);
        pass(1_000_000 * TARGET_NANOS);
        servesOneIn(TARGET_NANOS / 10);
        delay.refused();
        assertThat(delay.isTooLong(9)).isFalse();
    }

    @Test
    void aQueueThatGrowsForLongIsOverload() {
        servesOneIn(TARGET_NANOS / 10);
        for (int i = 0; i < 3; i++) {
            come(2);
            assertThat(delay.isTooLong(1000)).isFalse();
        }
        come(2);
        assertThat(delay.isTooLong(1000)).isTrue();
    }

    @Test
    void oneThatGrowsForAWhileOrALittleIsNone() {
        servesOneIn(TARGET_NANOS / 10);
        for (int i = 0; i < 10; i++) {
            come(i % 4 == 3 ? 1 : 5);
            assertThat(delay.isTooLong(1000)).isFalse();
        }
        for (int i = 0; i < 10; i++) {
            come(1);
            assertThat(delay.isTooLong(1000)).isFalse();
        }
        delay.isTooLong(0); // It was empty.
        come(5);
        come(5);
        come(5);
        assertThat(delay.isTooLong(1000)).isFalse();
    }

    @Test
    void theBacklogEndsOnceEverybodyHasBeenLateForLong() {
        delay.isTooLong(0);
        assertThat(isTooOld(2 * TARGET_NANOS + 1)).isFalse();
        pass(TARGET_NANOS);
        assertThat(isTooOld(2 * TARGET_NANOS + 1)).as("nobody was refused").isFalse();
        delay.refused();
        assertThat(isTooOld(2 * TARGET_NANOS + 1)).isTrue();
        assertThat(delay.isTooOld(ticker.nanos() - 2 * TARGET_NANOS - 1, CONTEXTS - 1))
                .as("among the last")
                .isFalse();
        assertThat(isTooOld(2 * TARGET_NANOS)).as("in time").isFalse();
        assertThat(isTooOld(2 * TARGET_NANOS + 1)).isFalse();
        pass(TARGET_NANOS - 1);
        delay.refused();
        assertThat(isTooOld(2 * TARGET_NANOS + 1)).isFalse();
        pass(1);
        assertThat(isTooOld(2 * TARGET_NANOS + 1)).isTrue();
    }
}
