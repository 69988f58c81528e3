package dev.effe.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecodedRoomTest {

    private final MemoryBudget memory = new MemoryBudget(8000, 0, 0);

    @Test
    void takesBitByBitAndGivesBackTogether() {
        try (DecodedRoom room = new DecodedRoom(memory)) {
            assertThat(room.tryTake(4000)).isTrue();
            assertThat(room.tryTake(2000)).isTrue();
            assertThat(room.tryTake(1)).as("bodies have three quarters").isFalse();
            assertThat(memory.usedBytes()).isEqualTo(6000);
        }
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void takesNothingOnceNobodyWantsIt() {
        DecodedRoom room = new DecodedRoom(memory);
        room.close();
        assertThat(room.tryTake(1)).isFalse();
        room.close();
        assertThat(memory.usedBytes()).isZero();
    }
}
