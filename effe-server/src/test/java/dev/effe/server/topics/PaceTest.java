package dev.effe.server.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void spacesAttemptsOutAndMakesUpForATenthOfASecond() {
        Pace.Limited pace = new Pace.Limited(50);
        long now = 1_000_000;
        int begun = 0;
        for (long next = now; next <= now; next = pace.nextMillis(now)) {
            begun++;
        }
        assertThat(begun).isBetween(5, 7);
        assertThat(pace.nextMillis(now)).isBetween(now + 1, now + 40);
    }

    @Test
    void aShareOfALaneIsAShareOfTheRate() {
        Pace.Limited pace = new Pace.Limited(100);
        pace.share(0.25);
        long now = 1_000_000;
        long end = now + 10_000;
        int begun = 0;
        while (now < end) {
            now = Math.max(now, pace.nextMillis(now));
            begun++;
        }
        assertThat(begun).isBetween(248, 256);
    }

    @Test
    void goesOnWhereTheClockIsSetBack() {
        Pace.Limited pace = new Pace.Limited(1);
        pace.nextMillis(10_000_000);

        assertThat(pace.nextMillis(1_000)).isBetween(1_000L, 4_000L);
    }

    @Test
    void withoutALimitTheNextMayBeginAtOnce() {
        assertThat(Pace.FREE.nextMillis(1_000)).isZero();
    }
}
