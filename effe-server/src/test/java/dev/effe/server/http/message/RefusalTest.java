package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {

    private static final Http1Limits LIMITS = new Http1Limits(8192, 16384, 100, 6291456);

    @Test
    void namesTheSettingOfALimitAndItsValue() {
        assertThat(Refusal.BODY_TOO_LARGE.detail(LIMITS))
                .isEqualTo("The request body is too large: max-body allows 6291456 bytes.");
        assertThat(Refusal.URI_TOO_LONG.detail(LIMITS))
                .isEqualTo("The request line is too long: max-request-line allows 8192 bytes.");
        assertThat(Refusal.HEADERS_TOO_LARGE.detail(LIMITS))
                .isEqualTo(
                        "The header section is too large: max-header allows 16384 bytes, max-header-count 100 fields.");
    }

    @ParameterizedTest
    @EnumSource
    void hasWhatAnAnswerNeeds(Refusal refusal) {
        assertThat(refusal.status()).isBetween(400, 599);
        assertThat(refusal.type()).matches("[a-z-]+");
        assertThat(refusal.detail(LIMITS)).endsWith(".");
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
