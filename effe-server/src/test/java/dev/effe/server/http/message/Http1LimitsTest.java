package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Http1LimitsTest {

    @Test
    void hasTheDefaultsOfTheDocumentation() {
        assertThat(Http1Limits.DEFAULTS).isEqualTo(new Http1Limits(8192, 16_384, 100, 6_291_456));
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatThrownBy(() -> new Http1Limits(8192, 16_384, 0, 1))
                .hasMessage("maxHeaders must be from 1 to 10000, but was 0");
        assertThatThrownBy(() -> new Http1Limits(1, 16_384, 1, 1)).hasMessageStartingWith("maxRequestLineBytes must");
        assertThatThrownBy(() -> new Http1Limits(8192, 1, 1, 1)).hasMessageStartingWith("maxHeaderBytes must");
        assertThatThrownBy(() -> new Http1Limits(8192, 16_384, 1, Integer.MAX_VALUE))
                .hasMessageStartingWith("maxBodyBytes must");
        assertThatThrownBy(() -> new Http1Limits(8192, 16_384, 1, -1)).hasMessageEndingWith("but was -1");
    }
}
