package dev.effe.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomIdsTest {

    private static final int MANY = 10_000;

    private final RandomIds ids = new RandomIds();

    @Test
    void areUuidsOfVersion4() {
        for (int i = 0; i < 100; i++) {
            String id = ids.nextText();

            UUID uuid = UUID.fromString(id);
            assertThat(uuid).hasToString(id);
            assertThat(uuid.version()).isEqualTo(4);
            assertThat(uuid.variant()).isEqualTo(2);
        }
    }

    @Test
    void givesNoneTwiceToManyThreads() {
        Set<UUID> given = ConcurrentHashMap.newKeySet();

        IntStream.range(0, MANY).parallel().forEach(i -> given.add(ids.next()));

        assertThat(given).hasSize(MANY);
    }

    /** Every free bit of two that follow each other differs in half of all cases: there is no counter to go on from. */
    @Test
    void sayNothingOfTheNext() {
        int[] changes = new int[128];
        UUID before = ids.next();
        for (int i = 0; i < MANY; i++) {
            UUID id = ids.next();
            count(id.getMostSignificantBits() ^ before.getMostSignificantBits(), changes, 0);
            count(id.getLeastSignificantBits() ^ before.getLeastSignificantBits(), changes, 64);
            before = id;
        }

        int fixed = 0;
        for (int count : changes) {
            fixed += count == 0 ? 1 : 0;
            // Ten standard deviations of 50.
            assertThat(count)
                    .satisfiesAnyOf(
                            c -> assertThat(c).isZero(), c -> assertThat(c).isBetween(MANY / 2 - 500, MANY / 2 + 500));
        }
        assertThat(fixed).as("bits of version and variant").isEqualTo(6);
    }

    /** Nor does any group of digits come again, by which one could tell what another process gives. */
    @Test
    void haveNoPartInCommon() {
        Set<String> tails = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(tails.add(ids.nextText().substring(24))).isTrue();
        }
    }

    private static void count(long bits, int[] into, int from) {
        for (int i = 0; i < 64; i++) {
            into[from + i] += (int) (bits >>> i) & 1;
        }
    }
}
