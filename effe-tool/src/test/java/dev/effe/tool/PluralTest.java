package dev.effe.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {

    @Test
    void isOfAllButOne() {
        assertThat(Plural.of(0, "span")).isEqualTo("0 spans");
        assertThat(Plural.of(1, "span")).isEqualTo("1 span");
        assertThat(Plural.of(2, "span")).isEqualTo("2 spans");
    }
}
