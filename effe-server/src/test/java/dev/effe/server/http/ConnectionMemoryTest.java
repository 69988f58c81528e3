package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionMemoryTest {

    private static final long MIB = 1024 * 1024;

    @Test
    void connectionsHaveAThirdOfTheHeap() {
        assertThat(ConnectionMemory.cap(10_000, false, 64 * MIB)).isEqualTo(2730);
        assertThat(ConnectionMemory.cap(2730, false, 64 * MIB)).isEqualTo(2730);
        assertThat(ConnectionMemory.cap(2729, false, 64 * MIB)).isEqualTo(2729);
        assertThat(ConnectionMemory.cap(10_000, true, 64 * MIB)).isEqualTo(1365);
        assertThat(ConnectionMemory.cap(10_000, false, 240 * MIB)).isEqualTo(10_000);
        assertThat(ConnectionMemory.cap(10_000, true, 1)).isEqualTo(1);
    }
}
