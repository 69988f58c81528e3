package dev.effe.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacementTest {

    private final Placement placement = new Placement(8_000);

    /** Lets ticks pass with samples of long turns, or of short ones. */
    private void ticks(int count, boolean longTurns) {
        for (int i = 0; i < count; i++) {
            placement.sampled(longTurns);
            placement.tick();
        }
    }

    /** Returns how many ticks pass until it is as told, with such samples. */
    private int ticksUntil(boolean onLoop, boolean longTurns) {
        int ticks = 0;
        while (placement.onLoop() != onLoop) {
            ticks(1, longTurns);
            assertThat(++ticks).isLessThan(100_000);
        }
        return ticks;
    }

    @Test
    void shortCallsStayOnTheirLoop() {
        ticks(10_000, false);
        assertThat(placement.onLoop()).isTrue();
    }

    @Test
    void aLongCallNowAndThenChangesNothing() {
        for (int i = 0; i < 1_000; i++) {
            ticks(10, true);
            ticks(10, false);
        }
        assertThat(placement.onLoop()).isTrue();
    }

    @Test
    void longCallsLeaveItAtTheLimit() {
        assertThat(ticksUntil(false, true)).isEqualTo(12);
    }

    @Test
    void theyComeBackAfterASecondAndStayAwayLongerEachTime() {
        ticksUntil(false, true);
        assertThat(ticksUntil(true, false)).isEqualTo(125);
        ticksUntil(false, true);
        assertThat(ticksUntil(true, false)).isEqualTo(250);
        ticksUntil(false, true);
        assertThat(ticksUntil(true, false)).isEqualTo(500);
    }

    @Test
    void theyStayAwayForAboutAMinuteAtMost() {
        int away = 0;
        for (int i = 0; i < 12; i++) {
            ticksUntil(false, true);
            away = ticksUntil(true, false);
        }
        assertThat(away).isEqualTo(8_000);
    }

    @Test
    void callsThatWereShortForAWhileBeginAnew() {
        ticksUntil(false, true);
        ticksUntil(true, false);
        ticksUntil(false, true);
        ticksUntil(true, false);
        ticks(1_000, false);
        ticksUntil(false, true);
        assertThat(ticksUntil(true, false)).isEqualTo(125);
    }
}
