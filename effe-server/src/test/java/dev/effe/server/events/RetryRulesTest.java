package dev.effe.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryRulesTest {

    private final RetryRules aws = new RetryRules(2, Duration.ofMinutes(1), Duration.ofHours(6));

    @Test
    void triesAnErrorAgainTwice() {
        assertThat(aws.isLast(2)).isFalse();
        assertThat(aws.isLast(3)).isTrue();
        assertThat(aws.millisAfterError(1)).isEqualTo(60_000);
        assertThat(aws.millisAfterError(2)).isEqualTo(120_000);
    }

    @Test
    void waitsFromASecondToFiveMinutesAfterRefusals() {
        assertThat(aws.millisAfterRefusal(1)).isEqualTo(1000);
        assertThat(aws.millisAfterRefusal(2)).isEqualTo(2000);
        assertThat(aws.millisAfterRefusal(9)).isEqualTo(256_000);
        assertThat(aws.millisAfterRefusal(10)).isEqualTo(300_000);
        assertThat(aws.millisAfterRefusal(1_000_000)).isEqualTo(300_000);
    }

    @Test
    void scalesWithTheDelay() {
        RetryRules quick = new RetryRules(2, Duration.ofMillis(1), Duration.ofHours(6));
        assertThat(quick.millisAfterRefusal(1)).isEqualTo(1);
        assertThat(quick.millisAfterRefusal(40)).isEqualTo(5);
        assertThat(quick.millisAfterError(3)).isEqualTo(4);
    }

    @Test
    void knowsWhatIsTooOld() {
        assertThat(aws.isTooOld(1000, 1000 + 21_600_000)).isFalse();
        assertThat(aws.isTooOld(1000, 1001 + 21_600_000)).isTrue();
    }
}
