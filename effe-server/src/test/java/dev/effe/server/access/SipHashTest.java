package dev.effe.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SipHashTest {

    /** The ninth vector of the reference implementation: the key 00 01 .. 0f, the message 00 01 .. 07. */
    @Test
    void isSipHash24() {
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        assertThat(hash.of(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
    }

    @Test
    void dependsOnEachHalfOfTheKey() {
        long one = new SipHash(1, 2).of(3);

        assertThat(new SipHash(0, 2).of(3)).isNotEqualTo(one);
        assertThat(new SipHash(1, 0).of(3)).isNotEqualTo(one);
        assertThat(new SipHash(1, 2).of(0)).isNotEqualTo(one);
    }
}
