package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {

    @ParameterizedTest
    @EnumSource
    void hasWhatAnAnswerNeeds(Refusal refusal) {
        assertThat(refusal.status()).isBetween(400, 599);
        assertThat(refusal.type()).matches("[a-z-]+");
        assertThat(refusal.detail()).endsWith(".");
        // RFC 9110, 15.5.6: a 405 must say what is allowed.
        assertThat(refusal.allow() != null).isEqualTo(refusal.status() == 405);
    }

    @ParameterizedTest
    @EnumSource
    void hasAnExceptionWithoutAStackTrace(Refusal refusal) {
        assertThat(refusal.exception().refusal()).isSameAs(refusal);
        assertThat(refusal.exception().getStackTrace()).isEmpty();
    }
}
