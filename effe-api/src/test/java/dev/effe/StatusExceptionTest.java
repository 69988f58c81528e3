package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusExceptionTest {

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 599})
    void takesEveryErrorStatus(int status) {
        assertThat(new StatusException(status, "why").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 399, 600})
    void refusesWhatIsNoError(int status) {
        assertThatThrownBy(() -> new StatusException(status, "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("status must be from 400 to 599, but was " + status);
    }

    @Test
    void keepsItsCauseForTheLogAndFillsInNoStack() {
        Throwable cause = new Exception("inner");
        StatusException meant = new StatusException(400, "why", cause);
        assertThat(meant).hasMessage("why").hasCause(cause);
        assertThat(meant.getStackTrace()).isEmpty();
    }
}
