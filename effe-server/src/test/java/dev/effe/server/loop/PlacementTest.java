package dev.effe.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacementTest {

    private static final int SHORT_CALLS = 500;

    private final Placement placement = new Placement();

    /** Lets ticks pass in which a busy scheduler took so many turns. */
    private void ticks(int count, int turns) {
        for (int i = 0; i < count; i++) {
            placement.turnsInTick(turns);
            placement.tick();
        }
    }

    /** Returns how many ticks pass until it is as told, while the scheduler takes so many turns in each. */
    private int ticksUntil(boolean onLoop, int turns) {
        int ticks = 0;
        while (placement.onLoop() != onLoop) {
            ticks(1, turns);
            assertThat(++ticks).isLessThan(100_000);
        }
        return ticks;
    }

    @Test
    void shortCallsStayOnTheirLoop() {
        ticks(10_000, SHORT_CALLS);
        assertThat(placement.onLoop()).isTrue();
    }

    @Test
    void aLongCallNowAndThenChangesNothing() {
        for (int i = 0; i < 1_000; i++) {
            ticks(10, 0);
            ticks(10, SHORT_CALLS);
        }
        assertThat(placement.onLoop()).isTrue();
    }

    @Test
    void longCallsLeaveItAtTheLimit() {
        assertThat(ticksUntil(false, 4)).isEqualTo(12);
    }

    @Test
    void callsThatAreJustShortEnoughDoNot() {
        ticks(10_000, 5);
        assertThat(placement.onLoop()).isTrue();
    }

    @Test
    void theyComeBackAfterASecondAndStayAwayLongerEachTime() {
        ticksUntil(false, 0);
        assertThat(ticksUntil(true, SHORT_CALLS)).isEqualTo(250);
        ticksUntil(false, 0);
        assertThat(ticksUntil(true, SHORT_CALLS)).isEqualTo(500);
        ticksUntil(false, 0);
        assertThat(ticksUntil(true, SHORT_CALLS)).isEqualTo(1_000);
    }

    @Test
    void theyStayAwayForAboutAMinuteAtMost() {
        int away = 0;
        for (int i = 0; i < 12; i++) {
            ticksUntil(false, 0);
            away = ticksUntil(true, SHORT_CALLS);
        }
        assertThat(away).isEqualTo(16_000);
    }

    @Test
    void callsThatWereShortForAWhileBeginAnew() {
        ticksUntil(false, 0);
        ticksUntil(true, SHORT_CALLS);
        ticksUntil(false, 0);
        ticksUntil(true, SHORT_CALLS);
        ticks(1_000, SHORT_CALLS);
        ticksUntil(false, 0);
        assertThat(ticksUntil(true, SHORT_CALLS)).isEqualTo(250);
    }
}
