package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionMemoryTest {

    private static final long MIB = 1024 * 1024;

    @Test
    void connectionsHaveAQuarterOfTheHeap() {
        assertThat(ConnectionMemory.cap(10_000, false, 64 * MIB)).isEqualTo(1024);
        assertThat(ConnectionMemory.cap(1024, false, 64 * MIB)).isEqualTo(1024);
        assertThat(ConnectionMemory.cap(1023, false, 64 * MIB)).isEqualTo(1023);
        assertThat(ConnectionMemory.cap(10_000, true, 64 * MIB)).isEqualTo(341);
        assertThat(ConnectionMemory.cap(10_000, false, 625 * MIB)).isEqualTo(10_000);
        assertThat(ConnectionMemory.cap(10_000, true, 1)).isEqualTo(1);
    }
}
